import { z } from "zod";
import { parseBody } from "../../body/parse";
import type { ArmContext } from "../../context";
import { resourceNotFound } from "../../http/errors";
import { ok } from "../../http/request";
import { route, type Route } from "../../http/router";
import { provider, requireWorkspace, workspacePath, type InWorkspace } from "../../machine-learning/paths";
import type { WorkspaceRecord } from "../../machine-learning/workspace-record";
import { sameId } from "../../store/resource";
import { jobLogPath } from "./job-log-routes";
import type { BatchJobRecord } from "./job-record";
import { outputAssets, resolvedUris } from "./run-outputs";
import { isScoringStep, scoringStepOf } from "./scoring-step";

const historyPath = `/history/v1.0${workspacePath}` as const;
const runPath = `${historyPath}/runs/{run}` as const;

const runDataRequest = z.looseObject({ runId: z.string() });
const urisRequest = z.looseObject({ values: z.array(z.string()) });

/** A job or its only step, which the history of runs tells as runs. */
interface Found {
  job: BatchJobRecord;
  isStep: boolean;
  workspace: WorkspaceRecord;
}

/** What Microsoft's clients ask about a job's course: its run, its step, their logs, and where their outputs are. */
export function runRoutes(context: ArmContext): Route[] {
  return [
    route("GET", `${runPath}/details`, (request) => {
      const { job, isStep, workspace } = requireRun(context, request, request.name("run"));
      // The job's log is the workers' log already: clients that read both would tell each line twice.
      const logs = { "logs/azureml/executionlogs.txt": `${request.origin}${jobLogPath(context, job)}` };
      return ok({ ...run({ job, isStep, workspace }), logFiles: isStep ? {} : logs });
    }),

    route("GET", `${runPath}/children`, (request) => {
      const { isStep, ...found } = requireRun(context, request, request.name("run"));
      return ok({ value: isStep ? [] : [run({ ...found, isStep: true })] });
    }),

    route("GET", runPath, (request) => ok(run(requireRun(context, request, request.name("run"))))),

    route("POST", `${historyPath}/rundata`, (request) => {
      const { runId } = parseBody(runDataRequest, request.body);
      const found = requireRun(context, request, runId);
      return ok({ runMetadata: { ...run(found), outputs: outputAssets(found.job, found.workspace) } });
    }),

    route("POST", `/data/v1.0${workspacePath}/dataversion/batchGetResolvedUris`, (request) => {
      const { values } = parseBody(urisRequest, request.body);
      const workspace = requireWorkspace(context, request);
      const jobs = context.records.batchJobs.below(workspace.id);
      return ok({ values: resolvedUris(values, jobs, workspace) });
    }),
  ];
}

function requireRun(context: ArmContext, request: InWorkspace, name: string): Found {
  const workspace = requireWorkspace(context, request);
  for (const job of context.records.batchJobs.below(workspace.id)) {
    const isStep = isScoringStep(job, name);
    if (isStep || sameId(job.name, name)) return { job, isStep, workspace };
  }
  throw resourceNotFound(`${provider}/workspaces/runs`, name, request.name("group"));
}

function run({ job: { name, properties, counts }, isStep }: Found): object {
  const { status, startTime, endTime, error, tags, displayName } = properties;
  const own = isStep
    ? { runId: scoringStepOf(name), parentRunId: name, displayName: "batchscoring", tags: {} }
    : { runId: name, displayName, tags };
  return {
    ...{ ...own, rootRunId: name, status, startTimeUtc: startTime, endTimeUtc: endTime },
    properties: { ...properties.properties, ...(counts && { "azureml.progress": JSON.stringify(counts) }) },
    ...(error && { error: { error } }),
  };
}
