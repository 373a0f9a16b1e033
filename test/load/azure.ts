import type { ChildProcess } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { EmulatorOptions } from "../../emulator/index";
import type { EmulatorStatus } from "../../emulator/status";
import { endChild, nextMessage, startChild } from "./child";
import { splitText } from "./split";

/** A local Azure ML with real front end, real inference servers and real blobs, in a process of its own. */
export class Azure {
  #read = 0;

  private constructor(
    private readonly child: ChildProcess,
    readonly status: EmulatorStatus,
    private readonly requestLog: string,
  ) {}

  /** @param options more of what a local Azure ML is started with */
  static async start(folder: string, options: Partial<EmulatorOptions> = {}): Promise<Azure> {
    const requestLog = join(folder, "requests.jsonl");
    const child = startChild("azure-program.ts", { ...options, folder, requestLog });
    return new Azure(child, await nextMessage<EmulatorStatus>(child), requestLog);
  }

  /** ARM id of the workspace that is there from the start. */
  get workspace(): string {
    return `${this.group}/providers/Microsoft.MachineLearningServices/workspaces/${this.status.workspace}`;
  }

  private get group(): string {
    return `/subscriptions/${this.status.subscriptionId}/resourceGroups/${this.status.resourceGroup}`;
  }

  /** Makes a user-assigned identity; gives its ARM id. */
  async addIdentity(name: string): Promise<string> {
    const id = `${this.group}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/${name}`;
    const answer = await fetch(`${this.status.armUrl}${id}?api-version=2023-01-31`, {
      method: "PUT",
      headers: { "authorization": "Bearer local", "content-type": "application/json" },
      body: JSON.stringify({ location: "westeurope" }),
    });
    if (!answer.ok) throw new Error(`${id}: ${answer.status} ${await answer.text()}`);
    return id;
  }

  /** The split in each `PUT` of an endpoint since the last call. */
  async splitsWritten(): Promise<string[]> {
    const lines = (await readFile(this.requestLog, "utf8")).split("\n").slice(0, -1);
    const requests = lines.slice(this.#read).map((line) => JSON.parse(line) as LoggedRequest);
    this.#read = lines.length;
    return requests
      .filter(({ method, path }) => method === "PUT" && /\/onlineEndpoints\/[^/]+$/i.test(path ?? ""))
      .map(({ body }) => splitText({ traffic: {}, ...body?.properties }));
  }

  /** How often a path was asked for that ends so. */
  async timesAsked(ending: string): Promise<number> {
    const lines = (await readFile(this.requestLog, "utf8")).split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as LoggedRequest).filter(({ path }) => path?.endsWith(ending)).length;
  }

  stop(): Promise<void> {
    return endChild(this.child);
  }
}

/** A line of the request log. */
interface LoggedRequest {
  method: string;
  /** Absent where a request was too broken to have one. */
  path?: string;
  body?: { properties?: { traffic?: Record<string, number>; mirrorTraffic?: Record<string, number> } };
}
