import { setTimeout as sleep } from "node:timers/promises";
import type { CliStack } from "./cli-stack";
import type { Desired } from "./desired";

/** A split that nobody asked for. */
export interface WrongSplit {
  where: string;
  split: string;
  asked: string[];
}

/** Milliseconds between reads. */
const PERIOD = 40;

/**
 * Looks at the weights of every endpoint all the time, and at every write in the end: each split, mirror included, has to
 * be one that the program asked for. An endpoint that is being made has none until its first one.
 */
export class WeightsWatch {
  samples = 0;
  readonly wrong: WrongSplit[] = [];
  private asked = new Map<string, Set<string>>();
  private readonly hadWeights = new Set<string>();
  private stopped = false;
  private readonly watching: Promise<void>;
  private readLines = 0;
  writes = 0;

  constructor(private readonly stack: CliStack) {
    this.watching = this.watch();
  }

  /** From now on these splits may show, and no others. */
  allow(desired: readonly Desired[]): void {
    this.asked = new Map();
    for (const { endpointName, traffic, mirror } of desired) {
      const splits = this.asked.get(endpointName) ?? new Set();
      this.asked.set(endpointName, splits.add(splitOf(traffic, mirror)));
    }
  }

  /** Checks every write that the request log has gained. */
  async checkWrites(): Promise<void> {
    const requests = await this.stack.requests();
    const made = new Set<string>();
    for (const [index, { method, path, status, body }] of requests.entries()) {
      const name = /\/onlineEndpoints\/([^/]+)$/i.exec(path)?.[1];
      if (name === undefined || !["PUT", "PATCH", "DELETE"].includes(method) || status >= 400) continue;
      if (method === "DELETE") made.delete(name);
      if (index >= this.readLines && method !== "DELETE") {
        this.writes += 1;
        const named = body?.properties?.traffic !== undefined || body?.properties?.mirrorTraffic !== undefined;
        // A PATCH can't reach weights; the PUT that makes an endpoint has none.
        if (named || (method === "PUT" && made.has(name))) {
          this.judge(`${method} of ${name}`, name, splitOf(body?.properties?.traffic, body?.properties?.mirrorTraffic));
        }
      }
      if (method === "PUT") made.add(name);
    }
    this.readLines = requests.length;
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.watching;
  }

  private async watch(): Promise<void> {
    const { azure } = this.stack;
    while (!this.stopped) {
      const { body } = await azure.get(`${azure.workspace}/onlineEndpoints`);
      const seen = new Set<string>();
      for (const { name, properties } of body.value) {
        seen.add(name);
        const split = splitOf(properties.traffic, properties.mirrorTraffic);
        if (split === splitOf({}, {}) && !this.hadWeights.has(name)) continue;
        this.hadWeights.add(name);
        this.judge(`a read of ${name} (${properties.provisioningState})`, name, split);
      }
      for (const name of this.hadWeights) if (!seen.has(name)) this.hadWeights.delete(name);
      this.samples += 1;
      await sleep(PERIOD);
    }
  }

  private judge(where: string, name: string, split: string): void {
    const asked = this.asked.get(name) ?? new Set();
    if (!asked.has(split)) this.wrong.push({ where, split, asked: [...asked] });
  }
}

function splitOf(traffic: Record<string, number> = {}, mirror: Record<string, number> = {}): string {
  const plain = (weights: Record<string, number>) =>
    Object.entries(weights)
      .filter(([, weight]) => weight !== 0)
      .sort(([a], [b]) => a.localeCompare(b));
  return JSON.stringify({ traffic: Object.fromEntries(plain(traffic)), mirror: Object.fromEntries(plain(mirror)) });
}
