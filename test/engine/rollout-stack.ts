import {
  BlueGreenRollout,
  type BlueGreenRolloutArgs,
  ManagedOnlineEndpoint,
  type ManagedOnlineEndpointArgs,
} from "pulumi-azureml";
import { canary } from "pulumi-azureml/rollout";
import { type Cursor, cursorText } from "../../rollout/cursor";
import { assets, type Outcome, type ServingStack } from "./serving-stack";

const size = { instanceType: "Standard_DS3_v2", instanceCount: 1 };

/** Arguments of a rollout, and what differs from its two deployments; `candidate: false` for none. */
type Given = Partial<Omit<BlueGreenRolloutArgs, "live" | "candidate">> & {
  live?: Partial<BlueGreenRolloutArgs["live"]>;
  candidate?: Partial<BlueGreenRolloutArgs["live"]> | false;
};

/** A variable, so that two deployments run something different. */
export const v = (version: string) => ({ environmentVariables: { VERSION: version } });

/** Programs of one endpoint, with a rollout and without. */
export class RolloutPrograms {
  constructor(private readonly stack: ServingStack) {}

  /** From blue to green. */
  rollout({ live, candidate, ...args }: Given = {}, endpointArgs: Partial<ManagedOnlineEndpointArgs> = {}) {
    return (): void => {
      const { workspace } = this.stack;
      const runs = { ...assets(workspace), ...size };
      const endpoint = new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", ...endpointArgs });
      const { scoringUri } = new BlueGreenRollout("release", {
        endpoint,
        live: { name: "blue", ...runs, ...v("1"), ...live },
        ...(candidate === false ? {} : { candidate: { name: "green", ...runs, ...v("2"), ...candidate } }),
        plan: canary([10, 50]),
        ...args,
      });
      this.stack.exported["scoringUri"] = scoringUri;
    };
  }

  /** The same endpoint and deployments without a rollout. */
  plain(traffic: Record<string, number>) {
    return (): void => {
      const { workspace } = this.stack;
      const runs = { ...assets(workspace), ...size };
      const all: ManagedOnlineEndpointArgs["deployments"] = {
        blue: { ...runs, ...v("1") },
        green: { ...runs, ...v("2") },
      };
      const named = Object.fromEntries(Object.entries(all).filter(([name]) => name in traffic));
      new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: named, traffic });
    };
  }

  endpointId(path = ""): string {
    return `${this.stack.workspace}/onlineEndpoints/fraud-dev${path}`;
  }

  /** Live weights, and the names of the deployments that are there. */
  async live(): Promise<{ traffic: Record<string, number>; deployments: string[] }> {
    const { azure } = this.stack;
    const { body } = await azure.get(this.endpointId());
    const { body: list } = await azure.get(this.endpointId("/deployments"));
    return {
      traffic: body.properties.traffic,
      deployments: list.value.map(({ name }: { name: string }) => name).sort(),
    };
  }

  /** The intent as the engine keeps it, where a runner finds it. */
  async intent(): Promise<Record<string, string>> {
    const { deployment } = await this.stack.stack.exportStack();
    const resources: { type: string; outputs?: { intent: Record<string, string> } }[] = deployment.resources;
    return resources.find(({ type }) => type === "azureml:index:BlueGreenRollout")?.outputs?.intent ?? {};
  }

  /** Writes weights and cursor in one request, as a runner does. */
  async write(traffic: Record<string, number>, changes: Partial<Cursor>): Promise<void> {
    const { planHash: plan = "", liveContent = "", candidateContent = "" } = await this.intent();
    const cursor: Cursor = {
      ...{ id: "0123abcd", plan, sequence: 1, stage: 0, status: "running", since: 1_700_000_000, isApproved: false },
      ...{ live: "blue", candidate: "green", liveContent, candidateContent },
      ...changes,
    };
    await this.tag(traffic, cursorText(cursor));
  }

  async tag(traffic: Record<string, number>, rollout: string): Promise<void> {
    const { azure } = this.stack;
    const { body } = await azure.get(this.endpointId());
    const { location, identity, tags, properties } = body;
    const { authMode, publicNetworkAccess } = properties;
    await azure.finish("PUT", this.endpointId(), {
      ...{ location, identity: { type: identity.type }, tags: { ...tags, rollout } },
      properties: { authMode, publicNetworkAccess, traffic, mirrorTraffic: {} },
    });
  }

  /** How often weights were written so far. */
  async writes(): Promise<number> {
    const log = await this.stack.endpointWrites();
    return log.split("\n").filter((line) => /"PUT"/.test(line) && !/deployments/.test(line)).length;
  }
}

/** Steps about deployments and weights. */
export function moves({ steps }: Outcome): string[] {
  return steps.filter((step) => /-deployment\b|settings/.test(step));
}
