import { createHash } from "node:crypto";
import { Workbook } from "@pulumi/azure-native/applicationinsights";
import { DiagnosticSetting, MetricAlert, ScheduledQueryRule } from "@pulumi/azure-native/monitor";
import { Workspace as LogAnalytics } from "@pulumi/azure-native/operationalinsights";
import * as pulumi from "@pulumi/pulumi";
import { endpointLogs } from "../arm/endpoint-monitoring";
import { endpointWorkbook } from "../arm/endpoint-workbook";
import { onlineDeploymentId } from "../arm/ids";
import { check } from "./check";
import { errorShareRule, latencyRule } from "./endpoint-alerts";
import type * as resources from "./endpoint-monitoring-args";
import { monitoringFaults } from "./endpoint-monitoring-faults";
import { transformed } from "./transform";

/**
 * What shows how an endpoint does: its logs in a Log Analytics workspace, alerts by deployment on the share of failed
 * requests and on latency, and a workbook.
 *
 * @example
 * new EndpointMonitoring("fraud", {
 *   endpoint,
 *   errorShare: { above: 2 },
 *   latency: { aboveMilliseconds: 400 },
 *   actionGroups: [onCall.id],
 * });
 */
export class EndpointMonitoring extends pulumi.ComponentResource {
  /** ARM id of the Log Analytics workspace that gets the logs. */
  public readonly logAnalyticsId: pulumi.Output<string>;
  /** The diagnostic setting of the endpoint. */
  public readonly diagnostics: pulumi.CustomResource;
  /** The alert on failed requests, where there is one. */
  public readonly errorShare?: pulumi.CustomResource;
  /** The alert on latency, where there is one. */
  public readonly latency?: pulumi.CustomResource;
  public readonly workbook: pulumi.CustomResource;

  constructor(name: string, args: resources.EndpointMonitoringArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:EndpointMonitoring", name, {}, opts);
    check(this, `EndpointMonitoring ${name}`, monitoringFaults(args));
    const { endpoint, transform, actionGroups = [], tags } = args;
    const { endpointName, workspace } = endpoint;
    const { resourceGroupName, location } = workspace;
    const tagged = tags === undefined ? {} : { tags };
    // Whatever is of an endpoint comes once that is there.
    const child = { parent: this, dependsOn: [endpoint.settings] };

    this.logAnalyticsId = pulumi.output(args.logAnalyticsId ?? this.logAnalytics(name, args));
    this.diagnostics = new DiagnosticSetting(
      ...transformed<resources.DiagnosticSettingResource>(
        transform?.diagnostics,
        `${name}-diagnostics`,
        {
          resourceUri: endpoint.id,
          name,
          workspaceId: this.logAnalyticsId,
          logAnalyticsDestinationType: "Dedicated",
          logs: (args.logs ?? endpointLogs).map((category) => ({ category, enabled: true })),
        },
        child,
      ),
    );
    if (args.errorShare) {
      this.errorShare = new ScheduledQueryRule(
        ...transformed<resources.QueryRuleResource>(
          transform?.errorShare,
          `${name}-error-share`,
          {
            ...{ resourceGroupName, location, ...tagged },
            ruleName: pulumi.interpolate`${endpointName}-error-share`,
            kind: "LogAlert",
            displayName: pulumi.interpolate`Errors of endpoint ${endpointName}`,
            enabled: true,
            scopes: [this.logAnalyticsId],
            autoMitigate: true,
            // The table is there once the first log has come, which may take an hour.
            skipQueryValidation: true,
            ...errorShareRule(args.errorShare, endpointName),
            actions: { actionGroups },
          },
          child,
        ),
      );
    }
    if (args.latency) {
      this.latency = new MetricAlert(
        ...transformed<resources.MetricAlertResource>(
          transform?.latency,
          `${name}-latency`,
          {
            ...{ resourceGroupName, location: "global", ...tagged },
            ruleName: pulumi.interpolate`${endpointName}-latency`,
            enabled: true,
            scopes: [endpoint.id],
            autoMitigate: true,
            ...latencyRule(args.latency),
            actions: actionGroups.map((actionGroupId) => ({ actionGroupId })),
          },
          child,
        ),
      );
    }
    this.workbook = new Workbook(
      ...transformed<resources.WorkbookResource>(
        transform?.workbook,
        `${name}-workbook`,
        {
          ...{ resourceGroupName, location, ...tagged },
          resourceName: endpoint.id.apply((id) => guidOf(id.toLowerCase())),
          kind: "shared",
          category: "workbook",
          displayName: pulumi.interpolate`Endpoint ${endpointName}`,
          version: "Notebook/1.0",
          sourceId: endpoint.id,
          serializedData: serialized(args),
        },
        child,
      ),
    );
    this.registerOutputs({ logAnalyticsId: this.logAnalyticsId });
  }

  private logAnalytics(name: string, { endpoint, tags, transform }: resources.EndpointMonitoringArgs) {
    const { resourceGroupName, location } = endpoint.workspace;
    return new LogAnalytics(
      ...transformed<resources.LogAnalyticsResource>(
        transform?.logs,
        `${name}-logs`,
        {
          ...{ resourceGroupName, location, sku: { name: "PerGB2018" }, retentionInDays: 30 },
          ...(tags === undefined ? {} : { tags }),
        },
        { parent: this },
      ),
    ).id;
  }
}

function serialized({ endpoint, deployments }: resources.EndpointMonitoringArgs): pulumi.Output<string> {
  const names = deployments ?? Object.keys(endpoint.deployments);
  return pulumi
    .all([endpoint.workspace.id, endpoint.endpointName, endpoint.id])
    .apply(([of, endpointName, endpointId]) =>
      endpointWorkbook({
        endpointId,
        deploymentIds: names.map((name) => onlineDeploymentId(of, endpointName, name.toLowerCase())),
      }),
    );
}

/** A guid that is the same for the same text: workbooks have no other names. */
function guidOf(text: string): string {
  const digest = createHash("sha256").update(text).digest("hex");
  return [8, 12, 16, 20, 32].map((end, index, ends) => digest.slice(ends[index - 1] ?? 0, end)).join("-");
}
