import { setTimeout as sleep } from "node:timers/promises";
import { z } from "zod";
import { batchDeploymentId, batchEndpointId } from "../../arm/batch-ids";
import { describeFaults } from "../../arm/fault";
import { allPages } from "../all-pages";
import type { ArmClient } from "../arm-client";
import { BatchEndpoints } from "../batch-endpoints";
import { entraToken, renewed } from "../renewed-secret";
import { DataPlane, publicJson } from "./data-plane";
import { type BatchInvocation, invocationBody, invocationFaults } from "./invocation";
import { type BatchJob, batchJob, isOver, jobAnswer } from "./job-shape";
import { type LogLines, RunLogs } from "./run-logs";

/** Version of the list of an endpoint's jobs, which is no part of ARM (as Microsoft's SDK asks for it). */
const LIST_VERSION = "2020-09-01-dataplanepreview";

const workspaceAnswer = z.looseObject({ properties: z.looseObject({ discoveryUrl: z.string() }) });
const discoveryAnswer = z.looseObject({ api: z.string() });

/** Milliseconds between two looks at a job that is followed. */
const LOOK = 5_000;
const LOCAL_LOOK = 250;

/** Seconds that the service may take to begin the end of a job. */
const CANCEL_SECONDS = 300;

/** A part of the service, and where it is. */
interface Api {
  /** Base URL without a slash at the end. */
  api: string;
  plane: DataPlane;
}

/** What hears of a job that is followed. */
export interface JobListener {
  /** Called with each status that is seen, once. */
  onStatus?: (job: BatchJob) => void;
  /** Called with the lines that were not there before. */
  onLines?: (lines: LogLines) => void;
  /** Ends it; the job goes on. */
  signal?: AbortSignal;
}

/**
 * The jobs of a batch endpoint, signed in with Microsoft Entra. Every method rejects with `ArmError`.
 *
 * @example
 * const client = await BatchClient.open(arm, workspaceId, "nightly");
 * const job = await client.invoke({ input: { type: "UriFolder", uri: "azureml://datastores/workspaceblobstore/paths/in" } });
 * console.log((await client.follow(job.name)).status);
 */
export class BatchClient {
  private constructor(
    private readonly arm: ArmClient,
    readonly workspaceId: string,
    readonly endpoint: string,
    private readonly scoringUri: string,
    private readonly token: () => Promise<string>,
    private readonly plane = new DataPlane(new URL(scoringUri).origin, token),
  ) {}

  /** @throws Error where the workspace has no batch endpoint of this name */
  static async open(arm: ArmClient, workspaceId: string, endpoint: string): Promise<BatchClient> {
    const found = await new BatchEndpoints(workspaceId, arm).get(endpoint);
    const scoringUri = found?.properties.scoringUri;
    if (!scoringUri) throw new Error(`${endpoint}: the workspace has no batch endpoint of this name that can be asked`);
    const token = renewed(() => entraToken(arm.credential, arm.cloud.scoringScope));
    return new BatchClient(arm, workspaceId, endpoint, scoringUri, async () => token());
  }

  /**
   * Asks for a job, and waits for nothing.
   *
   * @throws Error with all faults of the invocation, before anything is sent
   */
  async invoke(invocation: BatchInvocation): Promise<BatchJob> {
    const faults = invocationFaults(invocation);
    if (faults.length > 0) throw new Error(describeFaults(this.endpoint, faults));
    const { deployment } = invocation;
    const headers: Record<string, string> = deployment === undefined ? {} : { "azureml-model-deployment": deployment };
    return batchJob(await this.plane.post(this.scoringUri, invocationBody(invocation), jobAnswer, headers));
  }

  /** A job as it is now. */
  async show(job: string): Promise<BatchJob> {
    return batchJob(await this.plane.get(`${this.scoringUri}/${encodeURIComponent(job)}`, jobAnswer));
  }

  /** Jobs of the endpoint, or of one deployment, newest first. */
  async list(deployment?: string): Promise<BatchJob[]> {
    const { api, plane } = await this.api();
    const { workspaceId, endpoint } = this;
    const of =
      deployment === undefined
        ? batchEndpointId(workspaceId, endpoint)
        : batchDeploymentId(workspaceId, endpoint, encodeURIComponent(deployment));
    const path = `${of}/jobs?api-version=${LIST_VERSION}`;
    const jobs = await allPages(`${api}/mferp/managementfrontend${path}`, jobAnswer, (url, shape) =>
      plane.get(url, shape),
    );
    return jobs.map(batchJob);
  }

  /** Ends a job; its workers are gone once the status says `Canceled`. */
  async cancel(job: string): Promise<void> {
    const path = `${this.workspaceId}/jobs/${encodeURIComponent(job)}/cancel`;
    await this.arm.write({ method: "POST", path, timeoutSeconds: CANCEL_SECONDS });
  }

  /** Follows a job to its end, and gives it as it is then; rejects with the signal's reason. */
  async follow(name: string, { onStatus, onLines, signal }: JobListener = {}): Promise<BatchJob> {
    const logs = onLines && (await this.logs());
    let last: string | undefined;
    for (;;) {
      const job = await this.show(name);
      if (job.status !== last) onStatus?.(job);
      last = job.status;
      for (const lines of (await logs?.more(name, isOver(job) ? "the end" : "whole lines")) ?? []) onLines?.(lines);
      if (isOver(job)) return job;
      await sleep(this.arm.cloud.local ? LOCAL_LOOK : LOOK, undefined, { signal });
    }
  }

  /** Closes the connections. */
  async close(): Promise<void> {
    await this.plane.close();
    await this.found?.then(({ plane }) => plane.close()).catch(() => undefined);
  }

  private async logs(): Promise<RunLogs> {
    const { api, plane } = await this.api();
    return new RunLogs(plane, `${api}/history/v1.0${this.workspaceId}`);
  }

  private found: Promise<Api> | undefined;

  /** The workspace's API beside ARM, which its discovery tells. */
  private api(): Promise<Api> {
    return (this.found ??= this.findApi());
  }

  private async findApi(): Promise<Api> {
    const workspace = await this.arm.get(this.workspaceId, workspaceAnswer);
    if (!workspace) throw new Error(`${this.workspaceId}: there is no such workspace`);
    const { discoveryUrl } = workspace.properties;
    const api = (await publicJson(discoveryUrl, discoveryAnswer)).api.replace(/\/+$/, "");
    return { api, plane: new DataPlane(new URL(api).origin, this.token) };
  }
}
