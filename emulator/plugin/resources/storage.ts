import type { ResourceType } from "../schema/resource-type";
import {
  anything,
  computed,
  flag,
  integer,
  list,
  members,
  onWire,
  record,
  replacing,
  required,
  text,
  textOf,
  within,
} from "../schema/shape";
import { identity, named, PROVIDERS, resourceGroupName, tags } from "./envelope";

export const STORAGE_ACCOUNT = `${PROVIDERS}/Microsoft.Storage/storageAccounts/{accountName}`;

const encryption = record({
  encryptionIdentity: onWire(
    "identity",
    record({
      encryptionFederatedIdentityClientId: onWire("federatedIdentityClientId", text),
      encryptionUserAssignedIdentity: onWire("userAssignedIdentity", text),
    }),
  ),
  keySource: text,
  keyVaultProperties: onWire(
    "keyvaultproperties",
    record({
      keyName: onWire("keyname", text),
      keyVaultUri: onWire("keyvaulturi", text),
      keyVersion: onWire("keyversion", text),
    }),
  ),
  requireInfrastructureEncryption: flag,
  services: anything,
});

const networkRuleSet = record({
  bypass: text,
  defaultAction: required(text),
  ipRules: list(record({ action: text, iPAddressOrRange: onWire("value", required(text)) })),
  resourceAccessRules: list(record({ resourceId: text, tenantId: text })),
  virtualNetworkRules: list(
    record({ action: text, state: text, virtualNetworkResourceId: onWire("id", required(text)) }),
  ),
});

export const storageAccount: ResourceType = {
  path: STORAGE_ACCOUNT,
  apiVersion: "2024-01-01",
  names: { resourceGroupName, accountName: textOf({ minLength: 3, maxLength: 24, pattern: "^[a-z0-9]+$" }) },
  members: members({
    ...named,
    extendedLocation: record({ name: text, type: text }),
    identity,
    kind: required(text),
    location: replacing(required(text)),
    sku: required(record({ name: required(text), ...computed("tier") })),
    tags,
    ...within("properties", {
      accessTier: text,
      allowBlobPublicAccess: flag,
      allowCrossTenantReplication: flag,
      allowSharedKeyAccess: flag,
      allowedCopyScope: text,
      azureFilesIdentityBasedAuthentication: anything,
      customDomain: record({ name: required(text), useSubDomainName: flag }),
      defaultToOAuthAuthentication: flag,
      dnsEndpointType: text,
      enableExtendedGroups: flag,
      enableHttpsTrafficOnly: onWire("supportsHttpsTrafficOnly", flag),
      enableNfsV3: onWire("isNfsV3Enabled", flag),
      encryption,
      immutableStorageWithVersioning: anything,
      isHnsEnabled: replacing(flag),
      isLocalUserEnabled: flag,
      isSftpEnabled: flag,
      keyPolicy: record({ keyExpirationPeriodInDays: required(integer) }),
      largeFileSharesState: text,
      minimumTlsVersion: text,
      networkRuleSet: onWire("networkAcls", networkRuleSet),
      publicNetworkAccess: text,
      routingPreference: record({
        publishInternetEndpoints: flag,
        publishMicrosoftEndpoints: flag,
        routingChoice: text,
      }),
      sasPolicy: record({ expirationAction: required(text), sasExpirationPeriod: required(text) }),
      ...computed("accountMigrationInProgress", "blobRestoreStatus", "creationTime", "failoverInProgress"),
      ...computed("geoReplicationStats", "isSkuConversionBlocked", "keyCreationTime", "lastGeoFailoverTime"),
      ...computed("primaryEndpoints", "primaryLocation", "privateEndpointConnections", "provisioningState"),
      ...computed("secondaryEndpoints", "secondaryLocation", "statusOfPrimary", "statusOfSecondary"),
      ...computed("storageAccountSkuConversionStatus"),
    }),
  }),
  longRunning: { put: true },
};
