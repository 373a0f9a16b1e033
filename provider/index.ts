/**
 * What the project's dynamic resources do. The engine keeps a stub of each resource's provider in the state, which calls
 * these functions by this path: path, names and parameters are frozen, and each has to take what older versions recorded.
 */
import type { BlobUploadInputs, BlobUploadOutputs } from "../arm/blob-upload";
import type { EndpointSettingsInputs, EndpointSettingsOutputs } from "../arm/endpoint-settings";
import { BlobStore } from "../azure/blob-store";
import { checkUpload, createUpload, diffUpload, type OpenStore, readUpload } from "./blob-upload";
import { createSettings, readSettings, updateSettings } from "./endpoint-settings";
import { type CheckedSettings, checkSettings } from "./endpoint-settings-check";
import { diffSettings } from "./endpoint-settings-diff";
import { openEndpoints, openNewEndpoints } from "./open-endpoints";
import { whereAzureNativeWorks } from "./own-account";
import { plainly } from "./plain-error";
import type { CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult } from "./results";
import { ROLE_WAIT, RolePatience } from "./role-patience";
import { armFor } from "./session";

export {
  type CheckedDefault,
  checkBatchDefault,
  createBatchDefault,
  deleteBatchDefault,
  diffBatchDefault,
  readBatchDefault,
  updateBatchDefault,
} from "./batch-default-resource";
export {
  checkInstanceCount,
  createInstanceCount,
  deleteInstanceCount,
  diffInstanceCount,
  readInstanceCount,
  updateInstanceCount,
} from "./instance-count-resource";
export { type Configuration, configure } from "./session";
export type { CheckedSettings, CheckResult, CreateResult, DiffResult, ReadResult, UpdateResult };

const openStore: OpenStore = ({ workspaceId, connection }) => BlobStore.open(armFor(connection), workspaceId);

/** Refuses settings that the service would refuse, or that would leave requests on a deployment that goes; all faults at once. */
export function checkEndpointSettings(
  olds: Partial<CheckedSettings>,
  news: CheckedSettings,
): Promise<CheckResult<CheckedSettings>> {
  return whereAzureNativeWorks(news, () => checkSettings(olds, news, openEndpoints));
}

/** True where the settings that the program manages differ in meaning. Another workspace or endpoint needs a new resource. */
export async function diffEndpointSettings(
  _id: string,
  olds: Partial<EndpointSettingsOutputs>,
  news: CheckedSettings,
): Promise<DiffResult> {
  return diffSettings(olds, news);
}

/** Takes over an endpoint that exists and makes it what is wanted; nothing is written where it is so already. */
export function createEndpointSettings(inputs: CheckedSettings): Promise<CreateResult<EndpointSettingsOutputs>> {
  return plainly(() => createSettings(inputs, openNewEndpoints));
}

/** The settings as they are live, as far as the program manages them. */
export function readEndpointSettings(
  id: string,
  props: EndpointSettingsOutputs,
): Promise<ReadResult<EndpointSettingsInputs, EndpointSettingsOutputs>> {
  return plainly(() => readSettings(id, props, openEndpoints));
}

/** Makes the endpoint what is wanted now, by reading it, changing it and reading it until the change shows. */
export function updateEndpointSettings(
  id: string,
  olds: Partial<EndpointSettingsOutputs>,
  news: CheckedSettings,
): Promise<UpdateResult<EndpointSettingsOutputs>> {
  return plainly(() => updateSettings(olds, news, openEndpoints), id);
}

/** Forgets. A write here would zero live traffic when an endpoint is renamed or moved to another parent. */
export async function deleteEndpointSettings(_id: string, _props: EndpointSettingsOutputs): Promise<void> {}

/** Refuses files that are missing or are not what their digests say. */
export async function checkBlobUpload(
  _olds: Partial<BlobUploadInputs>,
  news: BlobUploadInputs,
): Promise<CheckResult<BlobUploadInputs>> {
  return whereAzureNativeWorks(news, async () => checkUpload(news));
}

/** Other content, another name or another workspace needs a new resource; another path alone is no change. */
export async function diffBlobUpload(
  _id: string,
  olds: Partial<BlobUploadOutputs>,
  news: BlobUploadInputs,
): Promise<DiffResult> {
  return diffUpload(olds, news);
}

/** Uploads what is not there yet. */
export function createBlobUpload(inputs: BlobUploadInputs): Promise<CreateResult<BlobUploadOutputs>> {
  // Content is uploaded once, so trying again is safe.
  return plainly(() => new RolePatience(ROLE_WAIT).repeat(() => createUpload(inputs, openStore)));
}

/** The upload, or nothing where its blobs are gone. */
export function readBlobUpload(
  id: string,
  props: BlobUploadOutputs,
): Promise<ReadResult<BlobUploadInputs, BlobUploadOutputs>> {
  return plainly(() => new RolePatience(0).repeat(() => readUpload(id, props, openStore)));
}

/** Records where the files lie and how to sign in now; content that changed is a new resource. */
export async function updateBlobUpload(
  _id: string,
  olds: BlobUploadOutputs,
  news: BlobUploadInputs,
): Promise<UpdateResult<BlobUploadOutputs>> {
  return { outs: { ...news, url: olds.url, datastoreUri: olds.datastoreUri } };
}

/** Forgets. Blobs are addressed by their content, and other models, code and stacks may name the same ones. */
export async function deleteBlobUpload(_id: string, _props: BlobUploadOutputs): Promise<void> {}
