import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { workspaceId } from "../../../arm/ids";
import { ArmClient } from "../../../azure/arm-client";
import { type ContainerClient, openContainer } from "../../../azure/blob-container";
import { findCloud } from "../../../azure/cloud";
import { openDatastore } from "../../../azure/datastore";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { realParts } from "../../../emulator/parts";
import { type Emulator, start } from "../../../emulator/start";
import type { LoggedRequest } from "../cli-stack";
import { Operations } from "../operations";
import { StubInstances } from "./stub-instances";

/** Milliseconds that operations of the service take. */
export interface Pace {
  endpoint?: number;
  deployment?: number;
}

/** A local Azure ML with the real control plane, front end and blob store; its instances are plain servers. */
export class RolloutAzure {
  /** All operations of the service, and those of deployments, as they begin. */
  readonly operations = { all: new Operations(), deployments: new Operations() };
  private emulator: Emulator | undefined;
  private container: ContainerClient | undefined;

  private constructor(
    private readonly folder: string,
    private readonly takes: Pace,
  ) {}

  static async start(folder: string, takes: Pace = {}): Promise<RolloutAzure> {
    const azure = new RolloutAzure(folder, takes);
    const options = { folder: join(folder, "azure"), requestLog: join(folder, "requests.jsonl") };
    azure.emulator = await start(options, {
      ...realParts(options),
      serving: () => new StubInstances(),
      pace: ({ target }) => azure.pace(target),
    });
    return azure;
  }

  get status(): Emulator["status"] {
    if (!this.emulator) throw new Error("the local Azure ML is not running");
    return this.emulator.status;
  }

  get workspace(): string {
    const { subscriptionId, resourceGroup: resourceGroupName, workspace: workspaceName } = this.status;
    return workspaceId({ subscriptionId, resourceGroupName, workspaceName });
  }

  get endpoints(): OnlineEndpoints {
    const credential = { getToken: async () => ({ token: "local", expiresOnTimestamp: Infinity }) };
    const cloud = findCloud(undefined, this.status.armUrl);
    return new OnlineEndpoints(this.workspace, new ArmClient(cloud, credential, { pollIntervalMs: 20 }));
  }

  /** The lines of the request log from the given one on. */
  async requests(from = 0): Promise<LoggedRequest[]> {
    const lines = (await readFile(join(this.folder, "requests.jsonl"), "utf8")).split("\n").slice(from, -1);
    return lines.map((line): LoggedRequest => JSON.parse(line));
  }

  /**
   * Lets the time of a runner's lease be over, as it is a minute after its death: nobody wants to wait for that a hundred
   * times. Only to be called where that runner is dead, or to play one that was stopped for longer than its lease.
   */
  async endLease(endpoint: string): Promise<void> {
    const blob = (await this.blobs()).getBlobClient(`pulumi-azureml/rollouts/${endpoint}/lease`);
    const answers = [404, 409]; // it never had one
    await blob
      .getBlobLeaseClient()
      .breakLease(0)
      .catch((error: { statusCode?: number }) => {
        if (!answers.includes(error.statusCode ?? 0)) throw error;
      });
  }

  /** The journal as it lies in the store. */
  async journalText(endpoint: string): Promise<string> {
    const blob = (await this.blobs()).getBlobClient(`pulumi-azureml/rollouts/${endpoint}/journal.jsonl`);
    return (await blob.downloadToBuffer()).toString("utf8");
  }

  /** Its bytes; 0 where there is none yet. */
  async journalLength(endpoint: string): Promise<number> {
    const blob = (await this.blobs()).getBlobClient(`pulumi-azureml/rollouts/${endpoint}/journal.jsonl`);
    if (!(await blob.exists())) return 0;
    return (await blob.getProperties()).contentLength ?? 0;
  }

  async stop(): Promise<void> {
    await this.emulator?.stop();
  }

  private async pace(target: string): Promise<void> {
    const isDeployment = target.toLowerCase().includes("/deployments/");
    this.operations.all.begin();
    if (isDeployment) this.operations.deployments.begin();
    const { endpoint = 150, deployment = 150 } = this.takes;
    await sleep(isDeployment ? deployment : endpoint);
  }

  /** The workspace's default blob store. Its signature lasts an hour, and is renewed before. */
  private async blobs(): Promise<ContainerClient> {
    if (this.container) return this.container;
    const { client, workspaceId: id } = this.endpoints;
    const datastore = await openDatastore(client, id);
    if (!datastore) throw new Error(`${id}: no default datastore`);
    return (this.container = await openContainer(datastore, client.credential));
  }
}
