import type { ResourceType } from "../schema/resource-type";
import {
  computed,
  dictionary,
  flag,
  integer,
  list,
  members,
  record,
  required,
  text,
  textOf,
  writeOnly,
} from "../schema/shape";
import type { Shape } from "../schema/shape";
import { asset, envelope } from "./envelope";
import { API_VERSION, assetName, WORKSPACE, workspaceNames } from "./online-endpoints";

/** A registered asset: all versions of one name. */
const container = (collection: string): ResourceType => ({
  path: `${WORKSPACE}/${collection}/{name}`,
  apiVersion: API_VERSION,
  names: { ...workspaceNames, name: assetName },
  members: members({
    ...envelope,
    properties: required(record({ ...asset, ...computed("latestVersion", "nextVersion", "provisioningState") })),
  }),
});

/** One version of an asset. It is answered at once; nothing is polled. */
const version = (collection: string, properties: Shape): ResourceType => ({
  path: `${WORKSPACE}/${collection}/{name}/versions/{version}`,
  apiVersion: API_VERSION,
  names: { ...workspaceNames, name: assetName },
  members: members({ ...envelope, properties: required(properties) }),
});

const versioned = { ...asset, isAnonymous: flag };
const route = record({ path: required(textOf({ minLength: 1, pattern: "[a-zA-Z0-9_]" })), port: required(integer) });

export const modelContainer = container("models");
export const environmentContainer = container("environments");
export const codeContainer = container("codes");

export const modelVersion = version(
  "models",
  record({
    ...versioned,
    datasets: list(record({ id: text, name: text })),
    flavors: dictionary(record({ data: dictionary(text) })),
    jobName: text,
    modelType: text,
    modelUri: text,
    stage: text,
    ...computed("provisioningState"),
  }),
);

export const environmentVersion = version(
  "environments",
  record({
    ...versioned,
    autoRebuild: text,
    build: record({ contextUri: required(text), dockerfilePath: text }),
    condaFile: text,
    image: text,
    inferenceConfig: record({
      livenessRoute: route,
      readinessRoute: route,
      scoringRoute: route,
      startupRoute: writeOnly(route),
    }),
    osType: text,
    stage: text,
    ...computed("environmentType", "provisioningState"),
  }),
);

export const codeVersion = version("codes", record({ ...versioned, codeUri: text, ...computed("provisioningState") }));

export const dataVersion = version(
  "data",
  record({ ...versioned, dataType: required(text), dataUri: required(text), referencedUris: list(text) }),
);
