import { setTimeout as sleep } from "node:timers/promises";
import { ManagedOnlineEndpoint } from "pulumi-azureml";
import { assets, Refused, ServingStack } from "../engine/serving-stack";
import type { Cell, Phase } from "./fault-cells";

/** How a cell went. */
export interface Outcome {
  cell: Cell;
  /** What the `up` under the fault ended with; the error's first words where it failed. */
  ended: "succeeded" | { failed: string };
  /** How it became right after the faults were cleared. */
  healed: "needed nothing" | "up" | "up --refresh" | "delete by hand, up" | "not at all";
  /** Rules that were broken. */
  broken: string[];
}

interface Wanted {
  deployments: Record<string, number>;
  traffic: Record<string, number>;
}

/** What the program says before and in each phase. */
const before: Record<Phase, Wanted | undefined> = {
  create: undefined,
  update: { deployments: { blue: 1 }, traffic: { blue: 100 } },
  shift: { deployments: { blue: 1, green: 1 }, traffic: { blue: 100 } },
  delete: { deployments: { blue: 1, green: 1 }, traffic: { green: 100 } },
};
const after: Record<Phase, Wanted> = {
  create: { deployments: { blue: 1 }, traffic: { blue: 100 } },
  update: { deployments: { blue: 2 }, traffic: { blue: 100 } },
  shift: { deployments: { blue: 1, green: 1 }, traffic: { blue: 10, green: 90 } },
  delete: { deployments: { green: 1 }, traffic: { green: 100 } },
};

/** Seconds that a write of settings may take. */
const SETTINGS_SECONDS = 60;

/** One stack, led from phase to phase under faults. */
export class FaultLife {
  private constructor(private readonly stack: ServingStack) {}

  static async begin(): Promise<FaultLife> {
    return new FaultLife(await ServingStack.create());
  }

  async end(): Promise<void> {
    this.stack.azure.faults.clear();
    await this.stack.remove();
  }

  /** Gets a phase's ground ready, lets the faults strike in its `up`, clears them and heals what is wrong. */
  async live(cell: Cell): Promise<Outcome> {
    const { azure } = this.stack;
    const start = before[cell.phase];
    if (start) await this.stack.up(this.program(start));
    else await this.stack.stack.destroy();
    const wanted = after[cell.phase];
    for (const fault of cell.faults) azure.faults.add(fault);
    const watch = this.watch();
    const clearing = cell.clearAfter === undefined ? undefined : this.clearAfter(cell.clearAfter);
    const failure = await this.up(wanted);
    await clearing;
    azure.faults.clear();
    const broken: string[] = [];
    await this.quiet();
    const wrong = await this.wrong(wanted);
    if (failure === undefined && wrong !== undefined) broken.push(`success, but ${wrong}`);
    const healed = failure === undefined && wrong === undefined ? "needed nothing" : await this.heal(wanted);
    broken.push(...(await watch.end()));
    if (healed === "not at all" || healed === "delete by hand, up") broken.push(`healed: ${healed}`);
    return { cell, ended: failure === undefined ? "succeeded" : { failed: failure }, healed, broken };
  }

  private async heal(wanted: Wanted): Promise<Outcome["healed"]> {
    const right = async (failure: string | undefined) =>
      failure === undefined && (await this.wrong(wanted)) === undefined;
    if (await right(await this.up(wanted))) return "up";
    if (await right(await this.up(wanted, { refresh: true }))) return "up --refresh";
    const base = `${this.stack.workspace}/onlineEndpoints/fraud-dev`;
    await this.stack.azure.finish("DELETE", base);
    return (await right(await this.up(wanted, { refresh: true }))) ? "delete by hand, up" : "not at all";
  }

  /** The error's words; undefined where it succeeded. */
  private async up(wanted: Wanted, options: { refresh?: boolean } = {}): Promise<string | undefined> {
    try {
      await this.stack.up(this.program(wanted), options);
      return undefined;
    } catch (error) {
      const text = error instanceof Refused ? error.output : String(error);
      return /error: (.*)/.exec(text.replace(/error: (update|preview) failed/g, ""))?.[1] ?? text.slice(-200);
    }
  }

  private program({ deployments, traffic }: Wanted) {
    return () => {
      const { workspace } = this.stack;
      const size = { ...assets(workspace), instanceType: "Standard_DS3_v2" };
      const specs = Object.entries(deployments).map(([name, instanceCount]) => [name, { ...size, instanceCount }]);
      new ManagedOnlineEndpoint("fraud", {
        workspace,
        authMode: "Key",
        deployments: Object.fromEntries(specs),
        traffic,
        transform: {
          settings: ({ args }) => ({ args: { ...args, timeoutSeconds: SETTINGS_SECONDS } }),
        },
      });
    };
  }

  private async clearAfter(seconds: number): Promise<void> {
    await sleep(seconds * 1000);
    this.stack.azure.faults.clear();
  }

  /** What of the service is not as the program says. Lists are read: the faults of the table strike single resources. */
  private async wrong({ deployments, traffic }: Wanted): Promise<string | undefined> {
    const { weights, states } = await this.look();
    const found = Object.fromEntries(Object.entries(states).map(([name, { capacity }]) => [name, capacity]));
    const failed = Object.entries(states).filter(([, { state }]) => state !== "Succeeded");
    if (failed.length > 0) return failed.map(([name, { state }]) => `${name} is ${state}`).join(", ");
    const [is, should] = [
      [found, weights],
      [deployments, traffic],
    ].map((each) => sorted(each));
    return is === should ? undefined : `${is} instead of ${should}`;
  }

  /** Waits until no operation works on the endpoint or a deployment. */
  private async quiet(): Promise<void> {
    for (;;) {
      const { endpoint, states } = await this.look();
      const all = [endpoint, ...Object.values(states).map(({ state }) => state)];
      if (!all.some((state) => /ing$/.test(state ?? ""))) return;
      await sleep(100);
    }
  }

  private async look() {
    const { workspace, azure } = this.stack;
    const endpoints = (await azure.get(`${workspace}/onlineEndpoints`)).body.value;
    const [endpoint] = endpoints;
    const listed = endpoint ? (await azure.get(`${workspace}/onlineEndpoints/fraud-dev/deployments`)).body.value : [];
    const states: Record<string, { state: string; capacity: number }> = {};
    for (const { name, sku, properties } of listed ?? []) {
      states[name] = { state: properties.provisioningState, capacity: sku.capacity };
    }
    const weights: Record<string, number> = endpoint?.properties.traffic ?? {};
    return { endpoint: endpoint?.properties.provisioningState as string | undefined, weights, states };
  }

  /** Looks again and again: a deployment gets weight only while it is Succeeded. */
  private watch(): { end(): Promise<string[]> } {
    let watching = true;
    const broken = new Set<string>();
    const work = (async () => {
      let last: Record<string, number> = {};
      while (watching) {
        const { weights, states } = await this.look();
        for (const [name, weight] of Object.entries(weights)) {
          const state = states[name]?.state;
          if (weight > (last[name] ?? 0) && state !== undefined && /Creating|Failed|Deleting/.test(state)) {
            broken.add(`${name} got ${weight} percent while it was ${state}`);
          }
        }
        last = weights;
        await sleep(50);
      }
    })();
    return {
      end: async () => {
        watching = false;
        await work;
        return [...broken];
      },
    };
  }
}

function sorted(value: unknown): string {
  return JSON.stringify(value, (_name, member: unknown) =>
    typeof member === "object" && member !== null && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).sort())
      : member,
  );
}
