import type { OutputSink } from "../../../batch/contract";
import type { ArmContext } from "../../context";
import { refuse, type Fault } from "../../http/errors";
import type { BlobPlace } from "../../machine-learning/blob-places";
import type { WorkspaceRecord } from "../../machine-learning/workspace-record";
import type { JobOutput } from "../job-request";
import { jobPlace } from "./job-places";

/** Where a job writes: its folder, the name of the file that rows are appended to, and how clients see it. */
export interface FoundOutput {
  place: BlobPlace;
  outputFileName: string;
  outputData: Record<string, JobOutput>;
}

/** What a job writes to, where a client says it and where not. Refuses a file that is there already. */
export async function findOutput(
  context: ArmContext,
  workspace: WorkspaceRecord,
  {
    job,
    given,
    outputFileName,
    appends,
  }: {
    job: string;
    given: Readonly<Record<string, JobOutput>>;
    outputFileName: string;
    appends: boolean;
  },
): Promise<FoundOutput> {
  const [[name, output] = ["score", undefined], ...more] = Object.entries(given);
  const target = `properties.outputData.${name}`;
  const faults: Fault[] = more.map(([other]) => ({
    target: `properties.outputData.${other}`,
    message: "a model deployment has one output",
  }));
  const folder = `${workspace.id}/datastores/workspaceblobstore/paths/azureml/${job}/score`;
  const isFile = appends && output?.jobOutputType !== "UriFolder";
  const uri = output?.uri ?? (isFile ? `${folder}/${outputFileName}` : `${folder}/`);
  const place = jobPlace(context, workspace, uri);
  if (place === undefined) faults.push({ target: `${target}.uri`, message: `'${uri}' is no path of a datastore` });
  refuse(faults);
  const { account, container, path } = place ?? { account: "", container: "", path: "" };
  const slash = path.lastIndexOf("/");
  const [at, fileName] = isFile ? [path.slice(0, Math.max(slash, 0)), path.slice(slash + 1)] : [path, outputFileName];
  const written = at === "" ? fileName : `${at}/${fileName}`;
  if (appends && (await context.blobs.list(account, container, written)).includes(written)) {
    refuse([{ target: `${target}.uri`, message: `there is a file already at '${uri}'` }]);
  }
  const shown: JobOutput = {
    jobOutputType: isFile ? "UriFile" : "UriFolder",
    mode: output?.mode ?? "ReadWriteMount",
    uri,
    description: output?.description,
  };
  return { place: { account, container, path: at }, outputFileName: fileName, outputData: { [name]: shown } };
}

/** Brings what a job has written to its place. */
export function blobSink(context: ArmContext, { account, container, path: folder }: BlobPlace): OutputSink {
  return {
    put: (path, file) => context.blobs.put(account, container, folder === "" ? path : `${folder}/${path}`, file),
  };
}
