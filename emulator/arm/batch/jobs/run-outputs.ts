import type { WorkspaceRecord } from "../../machine-learning/workspace-record";
import type { JobOutput } from "../job-request";
import { datastorePath } from "./job-places";
import type { BatchJobRecord } from "./job-record";
import { scoringStepOf } from "./scoring-step";

/** An output as the history of runs names it: a data asset that the run has made. */
export interface OutputAsset {
  assetId: string;
  type: "uri_file" | "uri_folder";
}

/** What a job and its step have put out, by name. There is nothing as long as the job has not completed. */
export function outputAssets(
  { name: job, properties: { status, outputData } }: BatchJobRecord,
  { location, properties: { workspaceId } }: WorkspaceRecord,
): Record<string, OutputAsset> {
  if (status !== "Completed") return {};
  const assets = `azureml://locations/${location}/workspaces/${workspaceId}/data`;
  const asset = (name: string, { jobOutputType }: JobOutput): OutputAsset => ({
    assetId: `${assets}/azureml_${scoringStepOf(job)}_output_data_${name}/versions/1`,
    type: jobOutputType === "UriFile" ? "uri_file" : "uri_folder",
  });
  return Object.fromEntries(Object.entries(outputData).map(([name, output]) => [name, asset(name, output)]));
}

/** Where the files of such assets are, by asset id; those that are no output of these jobs are left out. */
export function resolvedUris(
  assetIds: readonly string[],
  jobs: readonly BatchJobRecord[],
  workspace: WorkspaceRecord,
): Record<string, { uri: string; type: OutputAsset["type"] }> {
  const known = jobs.flatMap((job) =>
    Object.entries(outputAssets(job, workspace)).map(([name, { assetId, type }]) => {
      const uri = longUri(job.properties.outputData[name]?.uri ?? "", workspace);
      return [assetId, { uri, type }] as const;
    }),
  );
  return Object.fromEntries(known.filter(([assetId]) => assetIds.includes(assetId)));
}

/** A path of a datastore in the service's long form, with subscription, group and workspace. */
function longUri(uri: string, { id }: WorkspaceRecord): string {
  const found = datastorePath(uri);
  if (found === undefined) return uri;
  const [, , subscription, , group, , , , workspace] = id.split("/");
  const scope = `subscriptions/${subscription}/resourcegroups/${group}/workspaces/${workspace}`;
  return `azureml://${scope}/datastores/${found.datastore}/paths/${found.path}`;
}
