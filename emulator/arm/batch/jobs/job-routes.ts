import type { ArmContext } from "../../context";
import { resourceNotFound } from "../../http/errors";
import { page } from "../../http/paging";
import { ok } from "../../http/request";
import { route, type Route } from "../../http/router";
import { provider, requireWorkspace, workspacePath, type InWorkspace } from "../../machine-learning/paths";
import { sameId, view } from "../../store/resource";
import { batchDeploymentPath, batchEndpointPath, requireBatchDeployment, requireBatchEndpoint } from "../batch-paths";
import { isOver, type BatchJobs } from "./batch-jobs";
import type { BatchJobRecord } from "./job-record";
import { isScoringStep } from "./scoring-step";

/** Where Microsoft's clients list an endpoint's jobs, after what the workspace's discovery says. */
const management = "/mferp/managementfrontend";

/** Batch jobs on the control plane: lists, one job or its step as any job of the workspace, and cancellation. */
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

    route("GET", `${workspacePath}/jobs`, (request) =>
      ok(page(request, batchJobs.below(requireWorkspace(context, request).id).map(asJob).toReversed())),
    ),

    route("GET", `${workspacePath}/jobs/{job}`, (request) => {
      const name = request.name("job");
      const workspace = requireWorkspace(context, request);
      const ofStep = batchJobs.below(workspace.id).find((job) => isScoringStep(job, name));
      // A step has no more than a name here: that is how clients know to ask the history of runs for it.
      if (ofStep) return ok({ id: `${workspace.id}/jobs/${name}`, name, type: `${provider}/workspaces/jobs` });
      return ok(asJob(requireJob(context, request, name)));
    }),

    route("POST", `${workspacePath}/jobs/{job}/cancel`, async (request) => {
      const job = requireJob(context, request, request.name("job"));
      if (!isOver(job)) await jobs.cancel(job);
      return { status: 200 };
    }),
  ];
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
