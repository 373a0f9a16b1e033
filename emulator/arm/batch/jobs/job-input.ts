import { createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { FetchedInput } from "../../../batch/contract";
import type { ArmContext } from "../../context";
import { type ArmError, invalid } from "../../http/errors";
import type { WorkspaceRecord } from "../../machine-learning/workspace-record";
import type { JobInput } from "../job-request";
import type { InputFiles } from "./job-record";
import { jobPlace } from "./job-places";

/** An input whose files are known, by their paths below it. */
export interface FoundInput {
  input: InputFiles;
  files: string[];
}

/** Looks for the files of an input; refuses one that names none. */
export async function findInput(
  context: ArmContext,
  workspace: WorkspaceRecord,
  { name, given }: { name: string; given: JobInput },
): Promise<FoundInput> {
  const { jobInputType: type, uri } = given;
  const target = `properties.inputData.${name}`;
  if (uri === undefined) throw refused(`${target}.uri`, "is required");
  if (type !== "UriFile" && type !== "UriFolder") {
    throw refused(`${target}.jobInputType`, `'${type}' given; a model deployment takes UriFile or UriFolder`);
  }
  const place = jobPlace(context, workspace, uri);
  if (place === undefined) {
    if (type === "UriFile" && /^https?:\/\//i.test(uri))
      return { input: { at: "web", url: uri }, files: [fileName(uri)] };
    throw refused(`${target}.uri`, `'${uri}' is no path of a datastore, no data asset and no URL of a blob`);
  }
  const { account, container, path } = place;
  const blobs = await context.blobs.list(account, container, path);
  if (type === "UriFile") {
    if (!blobs.includes(path)) throw refused(`${target}.uri`, `there is no file at '${uri}'`);
    const slash = path.lastIndexOf("/");
    const input: InputFiles = { at: "blobs", place: { ...place, path: path.slice(0, Math.max(slash, 0)) } };
    return { input, files: [path.slice(slash + 1)] };
  }
  const folder = `${path}/`;
  const files = blobs
    .filter((blob) => blob.startsWith(folder) && !blob.endsWith("/"))
    .map((b) => b.slice(folder.length));
  if (files.length === 0) {
    const isFile = blobs.includes(path);
    throw refused(
      `${target}.uri`,
      isFile ? `'${uri}' is a file; its type is UriFile` : `there is no file below '${uri}'`,
    );
  }
  return { input: { at: "blobs", place }, files };
}

/** The input as the engine takes it. */
export function fetchedInput(context: ArmContext, input: InputFiles, files: readonly string[]): FetchedInput {
  if (input.at === "web") return { files, fetch: (_path, target, signal) => download(input.url, target, signal) };
  const { account, container, path: folder } = input.place;
  const blobOf = (path: string): string => (folder === "" ? path : `${folder}/${path}`);
  return {
    files,
    fetch: (path, target) => context.blobs.download(account, container, blobOf(path), target),
  };
}

async function download(url: string, target: string, signal: AbortSignal): Promise<void> {
  const answer = await fetch(url, { signal });
  if (!answer.ok || answer.body === null) throw new Error(`${url} answered ${answer.status}`);
  await pipeline(Readable.fromWeb(answer.body), createWriteStream(target), { signal });
}

function fileName(url: string): string {
  return decodeURIComponent(new URL(url).pathname.split("/").at(-1) ?? "") || "input";
}

function refused(target: string, message: string): ArmError {
  return invalid([{ target, message }]);
}
