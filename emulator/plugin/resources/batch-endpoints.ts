import type { ResourceType } from "../schema/resource-type";
import {
  anything,
  computed,
  dictionary,
  integer,
  members,
  record,
  required,
  text,
  textOf,
  variants,
  writeOnly,
} from "../schema/shape";
import { envelope, identity, sku, tags, trackedLocation } from "./envelope";
import { API_VERSION, assetName, WORKSPACE, workspaceNames } from "./online-endpoints";

const BATCH_ENDPOINT = `${WORKSPACE}/batchEndpoints/{endpointName}`;

const longRunning = { put: true, delete: true };
const tracked = { ...envelope, identity, kind: text, location: trackedLocation, sku, tags };

export const batchEndpoint: ResourceType = {
  path: BATCH_ENDPOINT,
  apiVersion: API_VERSION,
  names: { ...workspaceNames, endpointName: assetName },
  members: members({
    ...tracked,
    properties: required(
      record({
        authMode: required(text),
        defaults: record({ deploymentName: text }),
        description: text,
        keys: writeOnly(record({ primaryKey: text, secondaryKey: text })),
        properties: dictionary(text),
        ...computed("provisioningState", "scoringUri", "swaggerUri"),
      }),
    ),
  }),
  longRunning,
};

const assetReference = variants("referenceType", {
  Id: members({ assetId: required(text), referenceType: required(text) }),
  DataPath: members({ datastoreId: text, path: text, referenceType: required(text) }),
  OutputPath: members({ jobId: text, path: text, referenceType: required(text) }),
});

const pipelineComponent = members({
  componentId: record({ assetId: required(text), referenceType: required(text) }),
  deploymentConfigurationType: required(text),
  description: text,
  settings: dictionary(text),
  tags: dictionary(text),
});

export const batchDeployment: ResourceType = {
  path: `${BATCH_ENDPOINT}/deployments/{deploymentName}`,
  apiVersion: API_VERSION,
  names: { ...workspaceNames, endpointName: assetName, deploymentName: assetName },
  members: members({
    ...tracked,
    properties: required(
      record({
        codeConfiguration: record({
          codeId: text,
          scoringScript: required(textOf({ minLength: 1, pattern: "[a-zA-Z0-9_]" })),
        }),
        compute: text,
        deploymentConfiguration: variants("deploymentConfigurationType", { PipelineComponent: pipelineComponent }),
        description: text,
        environmentId: text,
        environmentVariables: dictionary(text),
        errorThreshold: integer,
        loggingLevel: text,
        maxConcurrencyPerInstance: integer,
        miniBatchSize: integer,
        model: assetReference,
        outputAction: text,
        outputFileName: text,
        properties: dictionary(text),
        resources: record({ instanceCount: integer, instanceType: text, properties: dictionary(anything) }),
        retrySettings: record({ maxRetries: integer, timeout: text }),
        ...computed("provisioningState"),
      }),
    ),
  }),
  longRunning,
};
