import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { ArmClient } from "../../../azure/arm-client";
import { findCloud } from "../../../azure/cloud";
import { canary, type GateResult, type Plan, type Verdict } from "../../../rollout";
import { CURSOR_TAG, isOver, parseCursor } from "../../../rollout/cursor";
import { desired } from "../../../rollout/desired";
import type { Command, Intent } from "../../../rollout/situation";
import { underWay } from "../../../rollout/under-way";
import { EngineFault } from "../../../runner/engine/engine-fault";
import { advance } from "../../../runner/rollout/advance";
import type { Surroundings } from "../../../runner/rollout/around";
import { Journal, type JournalEntry, JournalMoved, type JournalStore } from "../../../runner/rollout/journal";
import type { OpenRollout } from "../../../runner/rollout/open";
import { deployment, endpointWith, register } from "../emulator-arm/bodies";
import type { LocalAzureMl } from "../emulator-arm/local-azure-ml";

/** Blue is live and green is to follow, at the real control plane of a local Azure ML; the rest is played. */
export class RolloutStage {
  verdict: Verdict = "pass";
  smoke: "pass" | "fail" = "pass";
  /** Seconds since 1970; passes where somebody sleeps. */
  time = 1_800_000_000;
  ups = 0;
  /** How often golden requests were sent. */
  smokes = 0;
  /** The journal's text, which a runner that is killed leaves behind. */
  text = "";
  /** What the program says now; an `up` takes it into the state. */
  said: Intent;
  private inState: Intent;
  private readonly endpoints: OnlineEndpoints;

  private constructor(
    readonly azure: LocalAzureMl,
    readonly name: string,
    plan: Plan,
  ) {
    const [live, candidate, hash] = ["blue", "green", "0".repeat(12)];
    this.said = { plan, planHash: hash, live, candidate, liveContent: hash, candidateContent: "1".repeat(12) };
    this.inState = this.said;
    const credential = { getToken: async () => ({ token: "local", expiresOnTimestamp: Infinity }) };
    const client = new ArmClient(findCloud(undefined, azure.url), credential, { pollIntervalMs: 2 });
    this.endpoints = new OnlineEndpoints(azure.workspace, client);
  }

  static async make(azure: LocalAzureMl, name: string, plan: Plan = canary([10, 50])): Promise<RolloutStage> {
    await register(azure);
    await endpointWith(azure, name, "blue");
    const stage = new RolloutStage(azure, name, plan);
    await stage.write({ blue: 100 });
    return stage;
  }

  /** What the program said at the last `up`. */
  get intent(): Intent {
    return this.inState;
  }

  get path(): string {
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
    const { traffic, mirror, cursor } = await this.live();
    if (cursor && !isOver(cursor) && cursor.candidateContent !== this.said.candidateContent) {
      throw new EngineFault(`${underWay(cursor)}, and the program says something else`, "other");
    }
    this.inState = this.said;
    const { live, candidate, candidateInstances: given } = this.intent;
    const { body: there } = await this.azure.get(this.at(candidate));
    const wants = desired(this.intent, cursor, { traffic, mirrorTraffic: mirror }, there.sku?.capacity);
    if (wants.candidate === "gone") await this.remove(candidate);
    else await this.make(candidate, wants.candidateInstances ?? given);
    if (wants.live === "gone") await this.remove(live);
  }

  private at(name: string): string {
    return `${this.path}/deployments/${name}`;
  }

  private async remove(name: string): Promise<void> {
    if (await this.has(name)) await this.azure.finish("DELETE", this.at(name));
  }

  /** Makes a deployment, or gives it other instances. */
  private async make(name: string, instances?: number): Promise<void> {
    const { status, body } = await this.azure.get(this.at(name));
    if (status === 200 && (instances === undefined || body.sku.capacity === instances)) return;
    const sku = { name: "Default", capacity: instances ?? 1 };
    await this.azure.finish("PUT", this.at(name), deployment(this.azure, {}, { sku }));
  }

  /** Somebody else writes the endpoint, with its cursor or without. */
  async write(traffic: Record<string, number>, tags?: Record<string, string>): Promise<void> {
    const { body } = await this.azure.get(this.path);
    const { authMode, properties } = body.properties;
    await this.azure.finish("PUT", this.path, {
      ...{ location: body.location, identity: { type: "SystemAssigned" }, tags: tags ?? body.tags },
      properties: { authMode, properties, traffic },
    });
  }

  /** Leads it on until it is at a stage. */
  async reach(stage: string, around = this.runner()): Promise<void> {
    const index = this.intent.plan.stages.findIndex(({ name }) => name === stage);
    for (;;) {
      const { cursor } = await this.live();
      if (cursor?.stage === index && cursor.status === "running") return;
      const { decision } = await advance(around, this.intent);
      if (decision.do === "stop" || decision.do === "refuse") throw new Error(decision.reason);
      if (decision.do === "wait") this.time += decision.seconds ?? 1;
    }
  }

  /** One step of a runner, or what a person orders. */
  async step(command?: Command, around = this.runner()): Promise<string> {
    const { decision } = await advance(around, this.intent, command);
    return decision.do === "stop" ? decision.ending : decision.do;
  }

  async entries(): Promise<JournalEntry[]> {
    return (await Journal.open(this.store)).entries;
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
      smoke: async () => {
        this.smokes += 1;
        return { result: this.smoke, evidence: [] };
      },
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

  /** The rollout as the stack has it. */
  open(): OpenRollout {
    return {
      ...{ name: this.name, endpoint: this.name, intent: this.readIntent, isUpdated: async () => false },
      journal: () => Journal.open(this.store),
      expected: async () => ({ requestsPerMinute: 0, settleMinutes: 0 }),
      lease: async () => this.runner().lease,
      surroundings: (lease) => this.runner({ lease }),
    };
  }
}
