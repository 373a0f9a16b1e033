import type { ResourceType } from "../schema/resource-type";
import {
  anything,
  computed,
  dictionary,
  flag,
  list,
  members,
  onWire,
  record,
  required,
  text,
  textOf,
  within,
} from "../schema/shape";
import { envelope, PROVIDERS, resourceGroupName, tags, trackedLocation } from "./envelope";

export const containerRegistry: ResourceType = {
  path: `${PROVIDERS}/Microsoft.ContainerRegistry/registries/{registryName}`,
  apiVersion: "2023-01-01-preview",
  names: { resourceGroupName, registryName: textOf({ minLength: 5, maxLength: 50, pattern: "^[a-zA-Z0-9]*$" }) },
  members: members({
    ...envelope,
    identity: record({
      principalId: text,
      tenantId: text,
      type: text,
      userAssignedIdentities: dictionary(record({ clientId: text, principalId: text })),
    }),
    location: trackedLocation,
    sku: required(record({ name: required(text), ...computed("tier") })),
    tags,
    ...within("properties", {
      adminUserEnabled: flag,
      anonymousPullEnabled: flag,
      dataEndpointEnabled: flag,
      encryption: anything,
      networkRuleBypassOptions: text,
      networkRuleSet: record({
        defaultAction: required(text),
        ipRules: list(record({ action: text, iPAddressOrRange: onWire("value", required(text)) })),
      }),
      policies: anything,
      publicNetworkAccess: text,
      zoneRedundancy: text,
      ...computed("creationDate", "dataEndpointHostNames", "loginServer", "privateEndpointConnections"),
      ...computed("provisioningState", "status"),
    }),
  }),
  longRunning: { put: true, delete: true },
};
