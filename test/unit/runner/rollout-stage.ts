import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { ArmClient } from "../../../azure/arm-client";
import { findCloud } from "../../../azure/cloud";
import { canary, type GateResult, type Plan, type Verdict } from "../../../rollout";
import { CURSOR_TAG, parseCursor } from "../../../rollout/cursor";
import { desired } from "../../../rollout/desired";
import type { Intent } from "../../../rollout/situation";
import type { Surroundings } from "../../../runner/rollout/advance";
import { Journal, JournalMoved, type JournalStore } from "../../../runner/rollout/journal";
import { deployment, endpointWith, register } from "../emulator-arm/bodies";
import type { LocalAzureMl } from "../emulator-arm/local-azure-ml";

/** Blue is live and green is to follow, at the real control plane of a local Azure ML; the rest is played. */
export class RolloutStage {
  verdict: Verdict = "pass";
  smoke: "pass" | "fail" = "pass";
  /** Seconds since 1970; passes where somebody sleeps. */
  time = 1_800_000_000;
  ups = 0;
  /** The journal's text, which a runner that is killed leaves behind. */
  text = "";
  readonly intent: Intent;
  private readonly endpoints: OnlineEndpoints;

  private constructor(
    readonly azure: LocalAzureMl,
    readonly name: string,
    plan: Plan,
  ) {
    const [live, candidate, hash] = ["blue", "green", "0".repeat(12)];
    this.intent = { plan, planHash: hash, live, candidate, liveContent: hash, candidateContent: "1".repeat(12) };
    const credential = { getToken: async () => ({ token: "local", expiresOnTimestamp: Infinity }) };
    const client = new ArmClient(findCloud(undefined, azure.url), credential, { pollIntervalMs: 2 });
    this.endpoints = new OnlineEndpoints(azure.workspace, client);
  }

  static async make(azure: LocalAzureMl, name: string, plan: Plan = canary([10, 50])): Promise<RolloutStage> {
    await register(azure);
    const path = await endpointWith(azure, name, "blue");
    const { body } = await azure.get(path);
    const { authMode, properties } = body.properties;
    const weights = { authMode, properties, traffic: { blue: 100 } };
    await azure.finish("PUT", path, {
      location: body.location,
      identity: { type: "SystemAssigned" },
      properties: weights,
    });
    return new RolloutStage(azure, name, plan);
  }

  private get path(): string {
    return `${this.azure.workspace}/onlineEndpoints/${this.name}`;
  }

  async live() {
    const { body } = await this.azure.get(this.path);
    const cursor = parseCursor(body.tags?.[CURSOR_TAG] ?? "");
    return { traffic: body.properties.traffic, mirror: body.properties.mirrorTraffic ?? {}, cursor };
  }

  async has(name: string): Promise<boolean> {
    return (await this.azure.get(`${this.path}/deployments/${name}`)).status === 200;
  }

  /** What the program declares, as an `up` would make it. */
  async up(): Promise<void> {
    this.ups += 1;
    const wants = desired(this.intent, (await this.live()).cursor);
    const at = (name: string) => `${this.path}/deployments/${name}`;
    if (wants.candidate === "gone") await this.azure.finish("DELETE", at("green"));
    else if (!(await this.has("green"))) await this.azure.finish("PUT", at("green"), deployment(this.azure));
    if (wants.live === "gone") await this.azure.finish("DELETE", at("blue"));
  }

  readonly store: JournalStore = {
    read: async () => this.text,
    length: async () => Buffer.byteLength(this.text),
    append: async (text, at) => {
      if (Buffer.byteLength(this.text) !== at) throw new JournalMoved();
      this.text += text;
    },
  };

  /** A runner that starts here and now. */
  runner(changes: Partial<Surroundings> = {}): Surroundings {
    const results = (): GateResult[] => [{ gate: "played", mode: "enforce", verdict: this.verdict, evidence: "" }];
    return {
      service: {
        get: (name) => this.endpoints.get(name),
        listDeployments: (endpoint) => this.endpoints.listDeployments(endpoint),
        put: (name, body, seconds) => this.endpoints.put(name, body, seconds),
      },
      endpoint: this.name,
      journal: () => Journal.open(this.store),
      lease: { check: () => undefined, release: async () => undefined },
      by: "a test",
      up: () => this.up(),
      isUpdated: async () => false,
      smoke: async () => ({ result: this.smoke, evidence: [] }),
      gates: async () => results(),
      now: () => new Date(this.time * 1000),
      sleep: async (milliseconds) => {
        this.time += milliseconds / 1000;
        await new Promise(setImmediate);
      },
      newId: () => "0123abcd",
      ...changes,
    };
  }

  readonly readIntent = async (): Promise<Intent> => this.intent;
}
