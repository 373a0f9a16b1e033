import { createHash } from "node:crypto";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { messageOf } from "../../error-message";
import { DeploymentFailure } from "../../serving/contract";
import type { ArmContext } from "../context";
import { nameOf } from "../store/resource";
import type { AssetVersion } from "./asset-kinds";
import { blobPlace, type BlobPlace } from "./blob-places";
import type { DeploymentAssets } from "./deployment-record";
import type { WorkspaceRecord } from "./workspace-record";

/** The files of a deployment on this machine. */
export interface DeploymentFiles {
  /** Folder with what the model's URI names, file or folder, under its own name. */
  model?: { folder: string; name: string; version: string };
  /** The folder that was uploaded as code. */
  code?: string;
}

/** Downloads at a time. */
const width = 8;

/** Where the files of a deployment lie. */
export function deploymentFolder(context: ArmContext, endpoint: string, deployment: string): string {
  return join(context.deploymentsFolder, endpoint.toLowerCase(), deployment.toLowerCase());
}

/** Brings model and code of a deployment here. What an earlier run has brought is used again, as versions never change. */
export async function fetchFiles(
  context: ArmContext,
  workspace: WorkspaceRecord,
  folder: string,
  { model, code }: DeploymentAssets,
): Promise<DeploymentFiles> {
  const files: DeploymentFiles = {};
  if (model) {
    const name = nameOf(model.id.slice(0, model.id.lastIndexOf("/versions/")));
    const target = join(folder, key(model, "modelUri"), "azureml-models", name, model.name);
    await fetchOnce(context, workspace, { asset: model, member: "modelUri", target });
    files.model = { folder: target, name, version: model.name };
  }
  if (code) {
    const target = join(folder, key(code, "codeUri"), "azureml-app");
    await fetchOnce(context, workspace, { asset: code, member: "codeUri", target });
    const uploaded = join(target, lastSegment(uriOf(code, "codeUri")));
    files.code = (await stat(uploaded)).isDirectory() ? uploaded : target;
  }
  return files;
}

/** Deletes the files of a deployment that these assets do not need. */
export async function dropOtherFiles(folder: string, { model, code }: DeploymentAssets): Promise<void> {
  const needed = new Set([model && key(model, "modelUri"), code && key(code, "codeUri")]);
  for (const entry of await readdir(folder).catch(() => [])) {
    if (!needed.has(entry)) await rm(join(folder, entry), { recursive: true, force: true });
  }
}

interface Fetch {
  asset: AssetVersion;
  member: "modelUri" | "codeUri";
  target: string;
}

async function fetchOnce(
  context: ArmContext,
  workspace: WorkspaceRecord,
  { asset, member, target }: Fetch,
): Promise<void> {
  if (await stat(target).catch(() => undefined)) return;
  const uri = uriOf(asset, member);
  const place = blobPlace(context, workspace, uri);
  const what = member === "modelUri" ? "model" : "code";
  if (place === undefined)
    throw new DeploymentFailure("BadArgument", `Unable to download user ${what}: '${uri}' can't be resolved.`);
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  const blobs = await blobsAt(context, place).catch((error: unknown) => unreadable(what, uri, error));
  if (blobs.length === 0)
    throw new DeploymentFailure("BadArgument", `Unable to download user ${what}: there is nothing at '${uri}'.`);
  for (let index = 0; index < blobs.length; index += width) {
    const batch = blobs.slice(index, index + width).map((blob) => download(context, place, blob, partial));
    await Promise.all(batch).catch((error: unknown) => unreadable(what, uri, error));
  }
  await rename(partial, target);
}

/** The blob itself, or those of the folder. */
async function blobsAt(context: ArmContext, { account, container, path }: BlobPlace): Promise<string[]> {
  const blobs = await context.blobs.list(account, container, path);
  return blobs.filter((blob) => blob === path || (blob.startsWith(`${path}/`) && !blob.endsWith("/")));
}

async function download(context: ArmContext, place: BlobPlace, blob: string, folder: string): Promise<void> {
  const base = place.path.slice(0, place.path.lastIndexOf("/") + 1);
  const file = join(folder, blob.slice(base.length));
  if (relative(folder, file).startsWith("..")) throw new Error(`the blob name '${blob}' leads out of its folder`);
  await mkdir(dirname(file), { recursive: true });
  await context.blobs.download(place.account, place.container, blob, file);
}

function unreadable(what: string, uri: string, error: unknown): never {
  const reason = messageOf(error);
  throw new DeploymentFailure("BadArgument", `Unable to download user ${what} from '${uri}': ${reason}`);
}

function uriOf(asset: AssetVersion, member: Fetch["member"]): string {
  const uri = asset.properties[member];
  return typeof uri === "string" ? uri : "";
}

/** Tells contents apart: an asset that was deleted and registered anew is another one. */
function key(asset: AssetVersion, member: Fetch["member"]): string {
  const identity = [asset.id.toLowerCase(), asset.systemData?.createdAt, uriOf(asset, member)].join("\n");
  return createHash("sha256").update(identity).digest("hex").slice(0, 12);
}

function lastSegment(uri: string): string {
  const path = (uri.split("?")[0] ?? "").replace(/\/+$/, "");
  return decodeURIComponent(path.slice(path.lastIndexOf("/") + 1));
}
