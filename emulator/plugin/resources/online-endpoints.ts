import type { ResourceType } from "../schema/resource-type";
import {
  computed,
  dictionary,
  flag,
  integer,
  list,
  members,
  number,
  record,
  required,
  text,
  textOf,
  variants,
  writeOnly,
} from "../schema/shape";
import { envelope, identity, PROVIDERS, resourceGroupName, sku, tags, trackedLocation } from "./envelope";

export const WORKSPACE = `${PROVIDERS}/Microsoft.MachineLearningServices/workspaces/{workspaceName}`;
export const ONLINE_ENDPOINT = `${WORKSPACE}/onlineEndpoints/{endpointName}`;
export const API_VERSION = "2025-12-01";

export const workspaceNames = {
  resourceGroupName,
  workspaceName: textOf({ pattern: "^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$" }),
};
export const assetName = textOf({ pattern: "^[a-zA-Z0-9][a-zA-Z0-9\\-_]{0,254}$" });

const longRunning = { put: true, delete: true };
const tracked = { ...envelope, identity, kind: text, location: trackedLocation, sku, tags };

const endpointProperties = record({
  authMode: required(text),
  compute: text,
  description: text,
  keys: writeOnly(record({ primaryKey: text, secondaryKey: text })),
  mirrorTraffic: dictionary(integer),
  properties: dictionary(text),
  publicNetworkAccess: text,
  traffic: dictionary(integer),
  ...computed("provisioningState", "scoringUri", "swaggerUri"),
});

export const onlineEndpoint: ResourceType = {
  path: ONLINE_ENDPOINT,
  apiVersion: API_VERSION,
  names: { ...workspaceNames, endpointName: assetName },
  members: members({ ...tracked, properties: required(endpointProperties) }),
  longRunning,
};

const probe = record({
  failureThreshold: integer,
  initialDelay: text,
  period: text,
  successThreshold: integer,
  timeout: text,
});

const dataCollector = record({
  collections: required(
    dictionary(record({ clientId: text, dataCollectionMode: text, dataId: text, samplingRate: number })),
  ),
  requestLogging: record({ captureHeaders: list(text) }),
  rollingRate: text,
});

const scaleSettings = variants("scaleType", {
  Default: members({ scaleType: required(text) }),
  TargetUtilization: members({
    scaleType: required(text),
    maxInstances: integer,
    minInstances: integer,
    pollingInterval: text,
    targetUtilizationPercentage: integer,
  }),
});

const managed = {
  appInsightsEnabled: flag,
  codeConfiguration: record({
    codeId: text,
    scoringScript: required(textOf({ minLength: 1, pattern: "[a-zA-Z0-9_]" })),
  }),
  dataCollector,
  description: text,
  egressPublicNetworkAccess: text,
  endpointComputeType: required(text),
  environmentId: text,
  environmentVariables: dictionary(text),
  instanceType: text,
  livenessProbe: probe,
  model: text,
  modelMountPath: text,
  properties: dictionary(text),
  readinessProbe: probe,
  requestSettings: record({ maxConcurrentRequestsPerInstance: integer, maxQueueWait: text, requestTimeout: text }),
  scaleSettings,
  startupProbe: probe,
  ...computed("provisioningState"),
};

const containerResources = record({ cpu: text, gpu: text, memory: text });

/**
 * The specification marks `instanceType` as create-only, and yet the provider plans an update in place: it replaces for
 * top-level properties and for what its own list names, not for a property of a property.
 */
export const onlineDeployment: ResourceType = {
  path: `${ONLINE_ENDPOINT}/deployments/{deploymentName}`,
  apiVersion: API_VERSION,
  names: { ...workspaceNames, endpointName: assetName, deploymentName: assetName },
  members: members({
    ...tracked,
    properties: required(
      variants("endpointComputeType", {
        Managed: members(managed),
        Kubernetes: members({
          ...managed,
          containerResourceRequirements: record({
            containerResourceLimits: containerResources,
            containerResourceRequests: containerResources,
          }),
        }),
      }),
    ),
  }),
  longRunning,
};
