import type { ResourceType } from "../schema/resource-type";
import {
  anything,
  computed,
  dictionary,
  flag,
  members,
  record,
  required,
  text,
  variants,
  writeOnly,
} from "../schema/shape";
import type { Shape } from "../schema/shape";
import { envelope, identity, sku, tags } from "./envelope";
import { API_VERSION, assetName, WORKSPACE, workspaceNames } from "./online-endpoints";

/** The service takes a credential's secrets and never shows them again. */
const credentials = (secrets: Shape) =>
  members({ credentialsType: required(text), secrets: writeOnly(required(secrets)) });

const store = {
  accountName: text,
  credentials: required(
    variants("credentialsType", {
      AccountKey: credentials(record({ key: text, secretsType: required(text) })),
      Sas: credentials(record({ sasToken: text, secretsType: required(text) })),
      None: members({ credentialsType: required(text) }),
    }),
  ),
  datastoreType: required(text),
  description: text,
  endpoint: text,
  properties: dictionary(text),
  protocol: text,
  resourceGroup: text,
  serviceDataAccessAuthIdentity: text,
  subscriptionId: text,
  tags,
  ...computed("isDefault"),
};

export const datastore: ResourceType = {
  path: `${WORKSPACE}/datastores/{name}`,
  apiVersion: API_VERSION,
  names: { ...workspaceNames, name: assetName },
  members: members({
    ...envelope,
    properties: required(
      variants("datastoreType", {
        AzureBlob: members({ ...store, containerName: text }),
        AzureFile: members({ ...store, fileShareName: required(text) }),
        AzureDataLakeGen2: members({ ...store, filesystem: required(text) }),
      }),
    ),
  }),
  query: ["skipValidation"],
};

export const compute: ResourceType = {
  path: `${WORKSPACE}/computes/{computeName}`,
  apiVersion: API_VERSION,
  names: workspaceNames,
  members: members({
    ...envelope,
    identity,
    location: text,
    sku,
    tags,
    properties: record({
      computeLocation: text,
      computeType: required(text),
      description: text,
      disableLocalAuth: flag,
      properties: anything,
      resourceId: text,
      ...computed("createdOn", "isAttachedCompute", "modifiedOn", "provisioningErrors", "provisioningState"),
    }),
  }),
  longRunning: { put: true, delete: true },
};
