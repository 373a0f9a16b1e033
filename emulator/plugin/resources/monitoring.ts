import type { ResourceType } from "../schema/resource-type";
import {
  computed,
  flag,
  integer,
  members,
  number,
  onWire,
  readOnly,
  record,
  required,
  text,
  textOf,
  within,
} from "../schema/shape";
import type { Member } from "../schema/shape";
import { envelope, identity, named, PROVIDERS, resourceGroupName, tags, trackedLocation } from "./envelope";

const answered = (wireName: string): Member => readOnly(onWire(wireName, text));

export const logAnalyticsWorkspace: ResourceType = {
  path: `${PROVIDERS}/Microsoft.OperationalInsights/workspaces/{workspaceName}`,
  apiVersion: "2023-09-01",
  names: {
    resourceGroupName,
    workspaceName: textOf({ minLength: 4, maxLength: 63, pattern: "^[A-Za-z0-9][A-Za-z0-9-]+[A-Za-z0-9]$" }),
  },
  members: members({
    ...envelope,
    identity,
    location: trackedLocation,
    tags,
    ...computed("etag"),
    ...within("properties", {
      defaultDataCollectionRuleResourceId: text,
      features: record({
        clusterResourceId: text,
        disableLocalAuth: flag,
        enableDataExport: flag,
        enableLogAccessUsingOnlyResourcePermissions: flag,
        immediatePurgeDataOn30Days: flag,
        ...computed("unifiedSentinelBillingOnly"),
      }),
      forceCmkForQuery: flag,
      publicNetworkAccessForIngestion: text,
      publicNetworkAccessForQuery: text,
      retentionInDays: integer,
      sku: record({ capacityReservationLevel: integer, name: required(text), ...computed("lastSkuUpdate") }),
      workspaceCapping: record({ dailyQuotaGb: number, ...computed("dataIngestionStatus", "quotaNextResetTime") }),
      ...computed("createdDate", "customerId", "modifiedDate", "privateLinkScopedResources", "provisioningState"),
    }),
  }),
  longRunning: { put: true, delete: true },
};

export const applicationInsights: ResourceType = {
  path: `${PROVIDERS}/Microsoft.Insights/components/{resourceName}`,
  apiVersion: "2020-02-02",
  names: { resourceGroupName, resourceName: textOf({ minLength: 1 }) },
  members: members({
    ...named,
    kind: required(text),
    location: trackedLocation,
    tags,
    ...computed("etag"),
    ...within("properties", {
      applicationType: onWire("Application_Type", required(text)),
      disableIpMasking: onWire("DisableIpMasking", flag),
      disableLocalAuth: onWire("DisableLocalAuth", flag),
      flowType: onWire("Flow_Type", text),
      forceCustomerStorageForProfiler: onWire("ForceCustomerStorageForProfiler", flag),
      hockeyAppId: onWire("HockeyAppId", text),
      immediatePurgeDataOn30Days: onWire("ImmediatePurgeDataOn30Days", flag),
      ingestionMode: onWire("IngestionMode", text),
      publicNetworkAccessForIngestion: text,
      publicNetworkAccessForQuery: text,
      requestSource: onWire("Request_Source", text),
      retentionInDays: onWire("RetentionInDays", integer),
      samplingPercentage: onWire("SamplingPercentage", number),
      workspaceResourceId: onWire("WorkspaceResourceId", text),
      appId: answered("AppId"),
      applicationId: answered("ApplicationId"),
      connectionString: answered("ConnectionString"),
      creationDate: answered("CreationDate"),
      hockeyAppToken: answered("HockeyAppToken"),
      instrumentationKey: answered("InstrumentationKey"),
      laMigrationDate: answered("LaMigrationDate"),
      privateLinkScopedResources: answered("PrivateLinkScopedResources"),
      tenantId: answered("TenantId"),
      ...computed("provisioningState"),
    }),
  }),
};
