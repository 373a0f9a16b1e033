import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { arm } from "./arm/arm";
import { holds } from "./arm/authorization/roles";
import type { ArmContext } from "./arm/context";
import type { BareRequest, Reply } from "./arm/http/request";
import { bringBackDeployments, returningAtOnce } from "./arm/machine-learning/deployments-return";
import { Autoscaler } from "./autoscale/autoscaler";
import { BatchJobs } from "./arm/batch/jobs/batch-jobs";
import { type JobDoor, jobDoor } from "./arm/batch/jobs/job-door";
import { endpointDirectory } from "./arm/machine-learning/endpoint-directory";
import { recordsOf } from "./arm/records";
import { openState } from "./arm/store/state";
import { Turns } from "./arm/turns";
import { WaitingLine } from "./arm/waiting-line";
import { Faults } from "./faults/faults";
import { FaultyOperations } from "./faults/faulty-operations";
import { Metrics } from "./metrics/metrics";
import type { Parts } from "./parts";
import { portsOf } from "./ports";
import { seed, seeded } from "./seed";
import type { Stops } from "./stops";

/** Milliseconds from one look at autoscale settings to the next; the service looks about every half minute. */
const autoscalePeriod = 30_000;

/** Ports on 127.0.0.1 that the servers of a local Azure ML listen on. */
export type Ports = Readonly<Record<"arm" | "tls" | "scoring" | "blobs", number>>;

/** The control plane, with the blob store and the instances behind it, before anybody can reach it. */
export interface ControlPlane {
  context: ArmContext;
  /** Answers a request that has a token and an api-version. */
  answer: (request: BareRequest) => Promise<Reply>;
  batchJobs: BatchJobs;
  faults: Faults;
  ports: Ports;
}

export interface ControlPlaneOptions {
  folder: string;
  /** Port of the control plane; 0: any. */
  port: number;
  /** Seconds that tokens for scoring are good. */
  tokenLifetime: number;
  tell: (line: string) => void;
  onDefect: (error: unknown) => void;
}

/** Brings everything up as it was left, or for the first time. */
export async function startControlPlane(
  { folder, port, tokenLifetime, tell, onDefect }: ControlPlaneOptions,
  parts: Parts,
  stops: Stops,
): Promise<ControlPlane> {
  const now = (): Date => parts.clock.now();
  const deploymentsFolder = join(folder, "deployments");
  const jobsFolder = join(folder, "jobs");
  await mkdir(deploymentsFolder, { recursive: true });
  await parts.folderFree();
  const { store, tokenSecret, close } = openState(folder);
  stops.push(close);
  const ports = await portsOf(store, { arm: port, tls: 0, scoring: 0, blobs: 0 }, tell);
  const blobs = await parts.blobs(store, ports.blobs);
  stops.push(() => blobs.stop());

  const { subscriptionId, tenantId } = seeded;
  const records = recordsOf(store);
  const metrics = new Metrics(now);
  metrics.follow(records.endpoints);
  const serving = parts.serving({ blobs, now, onCollected: (event) => metrics.collected(event) });
  const faults = new Faults({ subscriptionId, records, runtime: serving.runtime });
  stops.push(async () => faults.clear());
  const operations = new FaultyOperations({ store, now, pace: (operation) => parts.pace(operation), onDefect }, faults);
  const turns = new Turns();
  stops.push(async () => {
    await operations.settled();
    await turns.close()();
  });
  stops.push(() => serving.runtime.stop());
  let jobs: JobDoor = () => false;
  const frontEnd = await serving.open({
    beside: (request, response) => jobs(request, response),
    directory: endpointDirectory(records.endpoints, {
      ...{ tokenSecret, now },
      mayScore: (principal, id) => holds({ records }, principal, "score", id),
    }),
    onRequest: (request) => metrics.record(request),
    port: ports.scoring,
    faults: (endpoint, deployment) => faults.scoring(endpoint, deployment),
  });
  stops.push(() => frontEnd.close());

  const context: ArmContext = {
    ...{ subscriptionId, tenantId, store, records, operations, turns, blobs, tokenSecret, tokenLifetime, metrics },
    ...{ deploymentsFolder, jobsFolder },
    returning: new WaitingLine(returningAtOnce),
    serving: serving.runtime,
    scoringUrl: frontEnd.url,
    now,
  };
  const batchJobs = new BatchJobs(context, parts.batch());
  stops.push(() => batchJobs.stop());
  jobs = jobDoor(context, batchJobs, onDefect);
  const answer = arm(context, batchJobs);
  await seed(store, answer);
  bringBackDeployments(context, tell);
  batchJobs.resume();
  operations.resume();
  const autoscaler = new Autoscaler({ context, answer, tell });
  stops.push(parts.clock.every(autoscalePeriod, () => autoscaler.look().catch(onDefect)));
  stops.push(async () => {
    operations.halt();
    turns.close();
  });
  return { context, answer, batchJobs, faults, ports };
}
