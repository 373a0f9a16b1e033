import type { ResourceType } from "../schema/resource-type";
import {
  anything,
  computed,
  dictionary,
  flag,
  integer,
  list,
  members,
  number,
  onWire,
  record,
  required,
  text,
  textOf,
  within,
} from "../schema/shape";
import { envelope, identity, named, PROVIDERS, resourceGroupName, tags, trackedLocation } from "./envelope";

const dimension = record({ name: required(text), operator: required(text), values: required(list(text)) });

const criterion = record({
  criterionType: required(text),
  dimensions: list(dimension),
  metricName: required(text),
  metricNamespace: text,
  name: required(text),
  operator: required(text),
  skipMetricValidation: flag,
  threshold: required(number),
  timeAggregation: required(text),
});

export const metricAlert: ResourceType = {
  path: `${PROVIDERS}/Microsoft.Insights/metricAlerts/{ruleName}`,
  apiVersion: "2018-03-01",
  names: { resourceGroupName },
  members: members({
    ...named,
    location: trackedLocation,
    tags,
    ...within("properties", {
      actions: list(record({ actionGroupId: text, webHookProperties: dictionary(text) })),
      autoMitigate: flag,
      criteria: required(record({ allOf: list(criterion), odataType: onWire("odata.type", required(text)) })),
      description: text,
      enabled: required(flag),
      evaluationFrequency: required(text),
      scopes: required(list(text)),
      severity: required(integer),
      targetResourceRegion: text,
      targetResourceType: text,
      windowSize: required(text),
      ...computed("isMigrated", "lastUpdatedTime"),
    }),
  }),
};

const condition = record({
  alertSensitivity: text,
  criterionType: text,
  dimensions: list(dimension),
  failingPeriods: record({ minFailingPeriodsToAlert: number, numberOfEvaluationPeriods: number }),
  ignoreDataBefore: text,
  metricMeasureColumn: text,
  metricName: text,
  minRecurrenceCount: integer,
  operator: text,
  query: text,
  resourceIdColumn: text,
  threshold: number,
  timeAggregation: text,
});

export const scheduledQueryRule: ResourceType = {
  path: `${PROVIDERS}/Microsoft.Insights/scheduledQueryRules/{ruleName}`,
  apiVersion: "2025-01-01-preview",
  names: { resourceGroupName },
  members: members({
    ...envelope,
    identity,
    kind: text,
    location: trackedLocation,
    tags,
    ...computed("etag"),
    ...within("properties", {
      actions: record({
        actionGroups: list(text),
        actionProperties: dictionary(text),
        customProperties: dictionary(text),
      }),
      autoMitigate: flag,
      checkWorkspaceAlertsStorageConfigured: flag,
      criteria: required(record({ allOf: list(condition) })),
      description: text,
      displayName: text,
      enabled: flag,
      evaluationFrequency: text,
      muteActionsDuration: text,
      overrideQueryTimeRange: text,
      resolveConfiguration: record({ autoResolved: flag, timeToResolve: text }),
      scopes: required(list(text)),
      severity: number,
      skipQueryValidation: flag,
      targetResourceTypes: list(text),
      windowSize: text,
      ...computed("createdWithApiVersion", "isLegacyLogAnalyticsRule", "isWorkspaceAlertsStorageConfigured"),
    }),
  }),
};

const receivers = list(anything);

export const actionGroup: ResourceType = {
  path: `${PROVIDERS}/Microsoft.Insights/actionGroups/{actionGroupName}`,
  apiVersion: "2024-10-01-preview",
  names: { resourceGroupName },
  members: members({
    ...envelope,
    identity,
    location: trackedLocation,
    tags,
    ...within("properties", {
      armRoleReceivers: receivers,
      automationRunbookReceivers: receivers,
      azureAppPushReceivers: receivers,
      azureFunctionReceivers: receivers,
      emailReceivers: receivers,
      enabled: required(flag),
      eventHubReceivers: receivers,
      groupShortName: required(text),
      incidentReceivers: receivers,
      itsmReceivers: receivers,
      logicAppReceivers: receivers,
      smsReceivers: receivers,
      voiceReceivers: receivers,
      webhookReceivers: receivers,
    }),
  }),
};

export const workbook: ResourceType = {
  path: `${PROVIDERS}/Microsoft.Insights/workbooks/{resourceName}`,
  apiVersion: "2023-06-01",
  names: { resourceGroupName, resourceName: textOf({ pattern: "^[0-9a-fA-F-]{36}$" }) },
  members: members({
    ...envelope,
    identity,
    kind: text,
    location: trackedLocation,
    tags,
    ...computed("etag"),
    ...within("properties", {
      category: required(text),
      description: text,
      displayName: required(text),
      serializedData: required(text),
      sourceId: text,
      storageUri: text,
      version: text,
      ...computed("revision", "timeModified", "userId"),
    }),
  }),
};

const retentionPolicy = record({ days: required(integer), enabled: required(flag) });

export const diagnosticSetting: ResourceType = {
  path: "/{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
  apiVersion: "2021-05-01-preview",
  members: members({
    ...computed("systemData", "type"),
    ...within("properties", {
      eventHubAuthorizationRuleId: text,
      eventHubName: text,
      logAnalyticsDestinationType: text,
      logs: list(record({ category: text, categoryGroup: text, enabled: required(flag), retentionPolicy })),
      marketplacePartnerId: text,
      metrics: list(record({ category: text, enabled: required(flag), retentionPolicy, timeGrain: text })),
      serviceBusRuleId: text,
      storageAccountId: text,
      workspaceId: text,
    }),
    ...computed("name"),
  }),
};
