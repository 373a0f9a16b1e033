import type { BlobStore } from "../blobs/blob-store";
import type { Metrics } from "../metrics/metrics";
import type { ServingRuntime } from "../serving/contract";
import type { Operations } from "./operations/operations";
import type { Records } from "./records";
import type { Store } from "./store/store";
import type { Turns } from "./turns";
import type { WaitingLine } from "./waiting-line";

/** What the resource types need to do their work. */
export interface ArmContext {
  /** The one subscription that there is. */
  readonly subscriptionId: string;
  readonly tenantId: string;
  readonly store: Store;
  readonly records: Records;
  readonly operations: Operations;
  readonly blobs: BlobStore;
  readonly serving: ServingRuntime;
  /** Keeps the runs of a deployment one after the other. */
  readonly turns: Turns;
  /** The deployments that come back after a restart. */
  readonly returning: WaitingLine;
  /** What was counted of scoring requests. */
  readonly metrics: Metrics;
  /** Base URL of the scoring front end. */
  readonly scoringUrl: string;
  /** Folder for the files of batch jobs. */
  readonly jobsFolder: string;
  /** Folder for the files of deployments. */
  readonly deploymentsFolder: string;
  /** Signs the tokens that endpoints with authMode AMLToken take. */
  readonly tokenSecret: Buffer;
  /** Seconds that they are good. */
  readonly tokenLifetime: number;
  now(): Date;
}
