import type { ResourceType, ServiceFunction } from "../schema/resource-type";
import { computed, integer, members, text } from "../schema/shape";
import { batchDeployment, batchEndpoint } from "./batch-endpoints";
import { environmentVersion, modelVersion } from "./assets";
import { ONLINE_ENDPOINT, API_VERSION, onlineDeployment, onlineEndpoint } from "./online-endpoints";
import { resourceGroup } from "./resource-group";
import { STORAGE_ACCOUNT, storageAccount } from "./storage";
import { workspace } from "./workspaces";

/** Reads a resource. */
const getter = ({ path, apiVersion, members: known }: ResourceType): ServiceFunction => ({
  path,
  apiVersion,
  method: "GET",
  answer: { ...known, ...computed("id") },
  getter: true,
});

const FUNCTIONS: Readonly<Record<string, ServiceFunction>> = {
  "machinelearningservices:getBatchDeployment": getter(batchDeployment),
  "machinelearningservices:getBatchEndpoint": getter(batchEndpoint),
  "machinelearningservices:getEnvironmentVersion": getter(environmentVersion),
  "machinelearningservices:getModelVersion": getter(modelVersion),
  "machinelearningservices:getOnlineDeployment": getter(onlineDeployment),
  "machinelearningservices:getOnlineDeploymentLogs": {
    path: `${onlineDeployment.path}/getLogs`,
    apiVersion: API_VERSION,
    method: "POST",
    body: members({ containerType: text, tail: integer }),
    answer: computed("content"),
  },
  "machinelearningservices:getOnlineEndpoint": getter(onlineEndpoint),
  "machinelearningservices:getOnlineEndpointToken": {
    path: `${ONLINE_ENDPOINT}/token`,
    apiVersion: API_VERSION,
    method: "POST",
    answer: computed("accessToken", "expiryTimeUtc", "refreshAfterTimeUtc", "tokenType"),
  },
  "machinelearningservices:getWorkspace": getter(workspace),
  "machinelearningservices:listOnlineEndpointKeys": {
    path: `${ONLINE_ENDPOINT}/listKeys`,
    apiVersion: API_VERSION,
    method: "POST",
    answer: computed("primaryKey", "secondaryKey"),
  },
  "resources:getResourceGroup": getter(resourceGroup),
  "storage:listStorageAccountKeys": {
    path: `${STORAGE_ACCOUNT}/listKeys`,
    apiVersion: storageAccount.apiVersion,
    method: "POST",
    query: ["expand"],
    answer: computed("keys"),
  },
};

/** The function that a token such as `azure-native:resources:getResourceGroup` names. */
export function serviceFunction(token: string): ServiceFunction {
  const known = FUNCTIONS[token.replace(/^azure-native:/, "")];
  if (known === undefined) {
    throw new Error(`Invoke type ${token} not found: the local Azure ML has no such function`);
  }
  return known;
}

/** Tokens of all functions that ask the service. */
export const FUNCTION_TOKENS: readonly string[] = Object.keys(FUNCTIONS).map((token) => `azure-native:${token}`);
