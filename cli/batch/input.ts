import { stat } from "node:fs/promises";
import type { ArmClient } from "../../azure/arm-client";
import type { JobInput } from "../../azure/batch/invocation";
import { BlobStore } from "../../azure/blob-store";
import { localPathFaults, readLocalContent } from "../../components/local-content";
import { UsageError } from "../failure";
import { note } from "../output";

/** What stands on the command line for a job's input. */
export interface GivenInput {
  input: string;
  /** Needed for what is no local path and does not end with a slash. Default: a folder. */
  inputType?: "file" | "folder";
}

const types = { file: "UriFile", folder: "UriFolder" } as const;

/** A registered data asset as the az CLI names it: `azureml:heart:1`, `azureml:heart@latest`. */
const asset = /^azureml:([\w-]+)(?::([\w.-]+)|@(latest))$/;

/**
 * The input of a job: a data asset, a datastore's path or a URL as they are; a file or folder of this machine is uploaded to
 * the workspace first, unless the same content is there already.
 */
export async function jobInput(
  arm: ArmClient,
  workspaceId: string,
  { input, inputType }: GivenInput,
): Promise<JobInput> {
  const [, name, version = "latest"] = asset.exec(input) ?? [];
  if (name !== undefined) {
    const at = version === "latest" ? "labels/latest" : `versions/${version}`;
    return { type: types[inputType ?? "folder"], uri: `azureml:${workspaceId}/data/${name}/${at}` };
  }
  if (/^(azureml|https?):/i.test(input) || input.startsWith("/subscriptions/")) {
    return { type: types[inputType ?? "folder"], uri: input };
  }
  const faults = localPathFaults("--input", input, inputType);
  if (faults.length > 0) throw new UsageError("pulumi-azureml batch invoke", faults);
  const kind = (await stat(input)).isDirectory() ? "folder" : "file";
  const content = readLocalContent(input);
  const store = await BlobStore.open(arm, workspaceId);
  if (!store) throw new Error(`${workspaceId}: the workspace has no default blob store to upload to`);
  if (!(await store.has(content))) note(`uploading ${Object.keys(content.files).length} files of ${input}`);
  await store.upload(content, input);
  return { type: types[kind], uri: store.datastoreUri(content) };
}
