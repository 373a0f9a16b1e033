import type { ResourceType } from "../schema/resource-type";
import {
  computed,
  flag,
  integer,
  list,
  managedElsewhere,
  members,
  onWire,
  record,
  replacing,
  required,
  text,
  textOf,
  within,
  writeOnly,
} from "../schema/shape";
import { envelope, named, PROVIDERS, resourceGroupName, tags, trackedLocation } from "./envelope";

const accessPolicy = record({
  applicationId: text,
  objectId: required(text),
  permissions: required(
    record({ certificates: list(text), keys: list(text), secrets: list(text), storage: list(text) }),
  ),
  tenantId: required(text),
});

export const vault: ResourceType = {
  path: `${PROVIDERS}/Microsoft.KeyVault/vaults/{vaultName}`,
  apiVersion: "2024-11-01",
  names: { resourceGroupName, vaultName: textOf({ pattern: "^[a-zA-Z0-9-]{3,24}$" }) },
  members: members({
    ...envelope,
    location: required(text),
    tags,
    properties: required(
      record({
        accessPolicies: managedElsewhere(list(accessPolicy, "tenantId", "objectId", "permissions")),
        createMode: writeOnly(text),
        enablePurgeProtection: flag,
        enableRbacAuthorization: flag,
        enableSoftDelete: flag,
        enabledForDeployment: flag,
        enabledForDiskEncryption: flag,
        enabledForTemplateDeployment: flag,
        networkAcls: record({
          bypass: text,
          defaultAction: text,
          ipRules: list(record({ value: required(text) })),
          virtualNetworkRules: list(record({ id: required(text), ignoreMissingVnetServiceEndpoint: flag })),
        }),
        publicNetworkAccess: text,
        sku: required(record({ family: required(text), name: required(text) })),
        softDeleteRetentionInDays: integer,
        tenantId: required(text),
        ...computed("hsmPoolResourceId", "privateEndpointConnections", "provisioningState", "vaultUri"),
      }),
    ),
  }),
  longRunning: { put: true },
};

export const vaultSecret: ResourceType = {
  path: `${PROVIDERS}/Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}`,
  apiVersion: "2024-11-01",
  names: {
    resourceGroupName,
    vaultName: textOf({ pattern: "^[a-zA-Z0-9-]{3,24}$" }),
    secretName: textOf({ pattern: "^[a-zA-Z0-9-]{1,127}$" }),
  },
  members: members({
    ...named,
    ...computed("location"),
    tags,
    properties: required(
      record({
        attributes: record({
          enabled: flag,
          expires: onWire("exp", integer),
          notBefore: onWire("nbf", integer),
          ...computed("created", "updated"),
        }),
        contentType: text,
        value: writeOnly(text),
        ...computed("secretUri", "secretUriWithVersion"),
      }),
    ),
  }),
};

export const roleAssignment: ResourceType = {
  path: "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
  apiVersion: "2022-04-01",
  members: members({
    ...envelope,
    ...within("properties", {
      condition: text,
      conditionVersion: text,
      delegatedManagedIdentityResourceId: text,
      description: text,
      principalId: replacing(required(text)),
      principalType: text,
      roleDefinitionId: required(text),
      ...computed("createdBy", "createdOn", "scope", "updatedBy", "updatedOn"),
    }),
  }),
};

export const userAssignedIdentity: ResourceType = {
  path: `${PROVIDERS}/Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}`,
  apiVersion: "2023-01-31",
  names: { resourceGroupName },
  members: members({
    ...envelope,
    location: trackedLocation,
    tags,
    ...within("properties", computed("clientId", "principalId", "tenantId")),
  }),
};
