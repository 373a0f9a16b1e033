import { createHash } from "node:crypto";
import { statSync } from "node:fs";
import { join } from "node:path";
import type { BlobUploadInputs, BlobUploadOutputs } from "../arm/blob-upload";
import type { ConnectionSettings } from "../arm/connection";
import { contentListing } from "../arm/content-listing";
import { workspaceFaults } from "../arm/endpoint-settings-faults";
import type { Fault } from "../arm/fault";
import type { BlobStore } from "../azure/blob-store";
import { type CheckResult, type CreateResult, type DiffResult, failures, type ReadResult } from "./results";
import { renewedSignIn, sameSignIn } from "./sign-in";
import { knownMembers } from "./unknown";

/** Opens the blob store of the workspace that inputs name; undefined where there is none. */
export type OpenStore = (inputs: {
  workspaceId: string;
  connection?: ConnectionSettings;
}) => Promise<Pick<BlobStore, "has" | "upload" | "url" | "datastoreUri"> | undefined>;

/** Refuses content that is not there or that its digest does not stand for. */
export function checkUpload(news: BlobUploadInputs): CheckResult<BlobUploadInputs> {
  const { workspaceId, path, kind, digest, files } = knownMembers(news);
  const faults = [
    ...(workspaceId === undefined ? [] : workspaceFaults("workspaceId", workspaceId)),
    ...(path === undefined || files === undefined ? [] : fileFaults(path, kind ?? "folder", Object.keys(files))),
    ...(digest === undefined || files === undefined ? [] : digestFaults(digest, files)),
  ];
  return { inputs: news, failures: failures(faults) };
}

/**
 * Other content is another resource, made beside the old one. Where the files lie says nothing about their content. A
 * sign-in with another lasting secret is recorded, since a refresh signs in as the state says.
 */
export function diffUpload(olds: Partial<BlobUploadOutputs>, news: BlobUploadInputs): DiffResult {
  const replaces: string[] = (["digest", "name", "kind"] as const).filter((name) => olds[name] !== news[name]);
  if (olds.workspaceId?.toLowerCase() !== news.workspaceId.toLowerCase()) replaces.push("workspaceId");
  return { changes: replaces.length > 0 || !sameSignIn(olds.connection, news.connection), replaces };
}

/** Uploads the content, unless it is there. */
export async function createUpload(
  inputs: BlobUploadInputs,
  open: OpenStore,
): Promise<CreateResult<BlobUploadOutputs>> {
  const store = await open(inputs);
  if (!store) throw new Error(`${inputs.workspaceId}: the workspace has no default blob store to upload to`);
  await store.upload(inputs, inputs.path);
  const url = store.url(inputs);
  return { id: url, outs: { ...inputs, url, datastoreUri: store.datastoreUri(inputs) } };
}

/** Without `id` where the content is gone, or was never whole. */
export async function readUpload(
  id: string,
  recorded: BlobUploadOutputs,
  open: OpenStore,
): Promise<ReadResult<BlobUploadInputs, BlobUploadOutputs>> {
  const { url: _url, datastoreUri: _uri, ...inputs } = recorded;
  const { workspaceId, connection } = inputs;
  const store = await open({ workspaceId, connection: renewedSignIn(connection) });
  return (await store?.has(inputs)) ? { id, props: recorded, inputs } : {};
}

function fileFaults(path: string, kind: string, files: string[]): Fault[] {
  const found = statSync(path, { throwIfNoEntry: false });
  const fix = `the program runs in ${process.cwd()}`;
  if (!found) return [{ field: "path", value: path, rule: `there is no such ${kind}`, fix }];
  if (found.isDirectory() !== (kind === "folder")) return [{ field: "path", value: path, rule: `this is no ${kind}` }];
  return files
    .filter((file) => kind === "folder" && !statSync(join(path, file), { throwIfNoEntry: false })?.isFile())
    .map((file) => ({ field: "path", value: path, rule: `the folder holds no file ${file} any more` }));
}

function digestFaults(digest: string, files: Readonly<Record<string, string>>): Fault[] {
  const found = createHash("sha256").update(contentListing(files)).digest("hex");
  const empty = { field: "files", rule: "there is no file to upload" };
  if (Object.keys(files).length === 0) return [empty];
  return found === digest ? [] : [{ field: "digest", value: digest, rule: `the files have the digest ${found}` }];
}
