import { z } from "zod";
import type { Fault } from "./fault";
import { faultsPath } from "./fault-routes";

/** A fault as a running local Azure ML lists it; the options of its kind beside. */
export interface FaultEntry {
  id: string;
  kind: string;
  /** How often it struck. */
  strikes: number;
  /** How often it will yet; absent where there is no end. */
  left?: number;
  [option: string]: unknown;
}

const entry = z.looseObject({
  id: z.string(),
  kind: z.string(),
  strikes: z.number(),
  left: z.number().optional(),
});

const refusal = z.object({ error: z.object({ message: z.string() }) });

/** Switches the faults of a running local Azure ML on and off, over HTTP. */
export class FaultClient {
  /** `armUrl`: its control plane, as its status tells it. */
  constructor(private readonly armUrl: string) {}

  /** Switches a fault on. Rejects with everything that is wrong with it. */
  async add(fault: Fault): Promise<FaultEntry> {
    return entry.parse(await this.send("POST", "", fault));
  }

  /** The faults that are on, oldest first. */
  async list(): Promise<FaultEntry[]> {
    return z.object({ value: z.array(entry) }).parse(await this.send("GET", "")).value;
  }

  /** Switches one off. Rejects where there is none of this id. */
  async remove(id: string): Promise<void> {
    await this.send("DELETE", `/${encodeURIComponent(id)}`);
  }

  /** Switches all off. */
  async clear(): Promise<void> {
    await this.send("DELETE", "");
  }

  private async send(method: string, path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.armUrl}${faultsPath}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    const text = await answer.text();
    if (answer.ok) return text === "" ? undefined : JSON.parse(text);
    throw new Error(messageOf(text) ?? `the local Azure ML answered with status ${answer.status}`);
  }
}

function messageOf(text: string): string | undefined {
  try {
    return refusal.safeParse(JSON.parse(text)).data?.error.message;
  } catch {
    return undefined;
  }
}
