import { createHmac, timingSafeEqual } from "node:crypto";
import type { FastifyInstance } from "fastify";
import type { ArmContext } from "../../context";
import { resourceNotFound } from "../../http/errors";
import { page } from "../../http/paging";
import { ok } from "../../http/request";
import { route, type Route } from "../../http/router";
import { sendText } from "../../http/text-file";
import { provider, requireWorkspace, workspacePath, type InWorkspace } from "../../machine-learning/paths";
import { sameId, view } from "../../store/resource";
import { batchDeploymentPath, batchEndpointPath, requireBatchDeployment, requireBatchEndpoint } from "../batch-paths";
import { isOver, type BatchJobs } from "./batch-jobs";
import type { BatchJobRecord } from "./job-record";

/** Where Microsoft's clients list an endpoint's jobs, after what the workspace's discovery says. */
const management = "/mferp/managementfrontend";

/** Where they follow a run. */
const runPath = `/history/v1.0${workspacePath}/runs/{run}` as const;

const logPath = "/_local/batch/jobs/:job/:signature/log.txt";

/** Batch jobs on the control plane: lists, one job as any job of the workspace, its cancellation, and its log. */
export function batchJobRoutes(context: ArmContext, jobs: BatchJobs): Route[] {
  const { batchJobs } = context.records;
  const newestFirst = (id: string) => batchJobs.below(id).map(view).toReversed();
  return [
    route("GET", `${management}${batchEndpointPath}/jobs`, (request) =>
      ok(page(request, newestFirst(requireBatchEndpoint(context, request).id))),
    ),

    route("GET", `${management}${batchDeploymentPath}/jobs`, (request) =>
      ok(page(request, newestFirst(requireBatchDeployment(context, request).id))),
    ),

    route("GET", `${workspacePath}/jobs/{job}`, (request) =>
      ok(asJob(requireJob(context, request, request.name("job")))),
    ),

    route("POST", `${workspacePath}/jobs/{job}/cancel`, async (request) => {
      const job = requireJob(context, request, request.name("job"));
      if (!isOver(job)) await jobs.cancel(job);
      return { status: 200 };
    }),

    route("GET", `${runPath}/details`, (request) => {
      const job = requireJob(context, request, request.name("run"));
      const url = `${request.origin}/_local/batch/jobs/${job.name}/${signature(context, job.name)}/log.txt`;
      return ok({ ...run(job), logFiles: { "logs/azureml/executionlogs.txt": url } });
    }),

    route("GET", `${runPath}/children`, (request) => {
      requireJob(context, request, request.name("run"));
      return ok({ value: [] });
    }),

    route("GET", runPath, (request) => ok(run(requireJob(context, request, request.name("run"))))),
  ];
}

/** Logs of jobs, at URLs that are signed as those of the service are. */
export function jobLogRoutes(context: ArmContext, jobs: BatchJobs): (app: FastifyInstance) => void {
  return (app) => {
    app.get<{ Params: { job: string; signature: string } }>(logPath, async ({ params, headers }, reply) => {
      const job = context.records.batchJobs.all().find(({ name }) => sameId(name, params.job));
      const [given, wanted] = [Buffer.from(params.signature), Buffer.from(signature(context, params.job))];
      if (!job || given.length !== wanted.length || !timingSafeEqual(given, wanted)) return reply.code(404).send();
      return sendText(jobs.logFile(job), headers.range, reply);
    });
  };
}

function requireJob(context: ArmContext, request: InWorkspace, name: string): BatchJobRecord {
  const workspace = requireWorkspace(context, request);
  const job = context.records.batchJobs.below(workspace.id).find((each) => sameId(each.name, name));
  if (job) return job;
  throw resourceNotFound(`${provider}/workspaces/jobs`, name, request.name("group"));
}

/** The job as any other job of its workspace. */
function asJob({ id, name, systemData, properties }: BatchJobRecord): object {
  const workspace = id.split("/").slice(0, 9).join("/");
  const { status, displayName, description, experimentName, tags, properties: own } = properties;
  return {
    ...{ id: `${workspace}/jobs/${name}`, name, type: `${provider}/workspaces/jobs`, systemData },
    properties: {
      ...{ jobType: "Pipeline", status, displayName, description, experimentName, tags },
      ...{ properties: own, services: {}, inputs: {}, outputs: {}, settings: {}, jobs: {} },
    },
  };
}

/** The job as the history of runs tells it. */
function run({ name, properties, counts }: BatchJobRecord): object {
  const { status, startTime, endTime, error, tags } = properties;
  return {
    ...{ runId: name, status, startTimeUtc: startTime, endTimeUtc: endTime, tags },
    properties: { ...properties.properties, ...(counts && { "azureml.progress": JSON.stringify(counts) }) },
    ...(error && { error: { error } }),
  };
}

function signature({ tokenSecret }: ArmContext, job: string): string {
  return createHmac("sha256", tokenSecret).update(`log of ${job.toLowerCase()}`).digest("base64url");
}
