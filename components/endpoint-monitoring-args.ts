import type * as pulumi from "@pulumi/pulumi";
import type { EndpointLog, ErrorShareAlert, LatencyAlert } from "../arm/endpoint-monitoring";
import type { OnlineDeployment } from "./online-deployment";
import type { EndpointParts } from "./online-deployment";
import type { Transform } from "./transform";

/** An endpoint that is watched: a `ManagedOnlineEndpoint` or an `EndpointRef`. */
export interface MonitoredEndpoint extends EndpointParts {
  id: pulumi.Output<string>;
  deployments: Readonly<Record<string, OnlineDeployment>>;
  /** Comes once the endpoint is there. */
  settings: pulumi.Resource;
}

/** Logs, alerts and a workbook of an endpoint. */
export interface EndpointMonitoringArgs {
  endpoint: MonitoredEndpoint;
  /** ARM id of a Log Analytics workspace that gets the logs. Default: one is made, which keeps them for 30 days. */
  logAnalyticsId?: pulumi.Input<string>;
  /** Logs that are kept. Default: requests, lines of the containers, and their events. */
  logs?: EndpointLog[];
  /** Alert on failed requests, by deployment. Needs the traffic log. Default: none. */
  errorShare?: ErrorShareAlert;
  /** Alert on slow requests, by deployment. Default: none. */
  latency?: LatencyAlert;
  /** ARM ids of the action groups that alerts call. Default: none, alerts are then only shown. */
  actionGroups?: pulumi.Input<string>[];
  /** Names of deployments whose processor and memory the workbook shows. Default: those of the endpoint in this program. */
  deployments?: string[];
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Changes a child just before it is registered. */
  transform?: {
    logs?: Transform<LogAnalyticsResource>;
    diagnostics?: Transform<DiagnosticSettingResource>;
    errorShare?: Transform<QueryRuleResource>;
    latency?: Transform<MetricAlertResource>;
    workbook?: Transform<WorkbookResource>;
  };
}

interface Tagged {
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/** The Log Analytics workspace that is made where none is given, as a transform sees it. */
export interface LogAnalyticsResource extends Tagged {
  resourceGroupName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  sku: { name: "PerGB2018" };
  retentionInDays: number;
}

/** The diagnostic setting of the endpoint, as a transform sees it. */
export interface DiagnosticSettingResource {
  resourceUri: pulumi.Input<string>;
  name: string;
  workspaceId: pulumi.Input<string>;
  logAnalyticsDestinationType: "Dedicated";
  logs: { category: EndpointLog; enabled: boolean }[];
}

/** Alert on the traffic log. */
export interface QueryRuleResource extends Tagged {
  resourceGroupName: pulumi.Input<string>;
  ruleName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  kind: "LogAlert";
  displayName: pulumi.Input<string>;
  description: string;
  enabled: boolean;
  severity: number;
  scopes: pulumi.Input<string>[];
  evaluationFrequency: string;
  windowSize: string;
  autoMitigate: boolean;
  skipQueryValidation: boolean;
  criteria: {
    allOf: {
      query: pulumi.Input<string>;
      timeAggregation: "Maximum";
      metricMeasureColumn: "ErrorShare";
      dimensions: { name: "DeploymentName"; operator: "Include"; values: string[] }[];
      operator: "GreaterThan";
      threshold: number;
      failingPeriods: { numberOfEvaluationPeriods: number; minFailingPeriodsToAlert: number };
    }[];
  };
  actions: { actionGroups: pulumi.Input<string>[] };
}

/** Alert on a metric of the endpoint. */
export interface MetricAlertResource extends Tagged {
  resourceGroupName: pulumi.Input<string>;
  ruleName: pulumi.Input<string>;
  location: "global";
  description: string;
  enabled: boolean;
  severity: number;
  scopes: pulumi.Input<string>[];
  evaluationFrequency: string;
  windowSize: string;
  autoMitigate: boolean;
  criteria: {
    odataType: "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria";
    allOf: {
      criterionType: "StaticThresholdCriterion";
      name: string;
      metricName: string;
      metricNamespace: string;
      dimensions: { name: "deployment"; operator: "Include"; values: string[] }[];
      operator: "GreaterThan";
      threshold: number;
      timeAggregation: "Average";
    }[];
  };
  actions: { actionGroupId: pulumi.Input<string> }[];
}

/** The workbook, as a transform sees it. */
export interface WorkbookResource extends Tagged {
  resourceGroupName: pulumi.Input<string>;
  /** A guid, made of the endpoint's ARM id. */
  resourceName: pulumi.Input<string>;
  location: pulumi.Input<string>;
  kind: "shared";
  category: "workbook";
  displayName: pulumi.Input<string>;
  version: "Notebook/1.0";
  sourceId: pulumi.Input<string>;
  serializedData: pulumi.Input<string>;
}
