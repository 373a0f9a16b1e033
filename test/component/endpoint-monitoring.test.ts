import { strict as assert } from "node:assert";
import { EndpointMonitoring, type EndpointMonitoringArgs, ManagedOnlineEndpoint } from "../../components";
import { type Run, runProgram, workspace } from "./program";

const endpointId = `${workspace.id}/onlineEndpoints/fraud-dev`;
const insights = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Insights";
const logs = "/subscriptions/s/resourceGroups/g/providers/Microsoft.OperationalInsights/workspaces/all";
const monitored = (args: Partial<EndpointMonitoringArgs> = {}) => {
  const blue = { model: "/m/1", environment: "/e/1", instanceType: "Standard_DS3_v2", instanceCount: 1 };
  const endpoint = new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: { Blue: blue } });
  return new EndpointMonitoring("watch", { endpoint, ...args });
};
/** What belongs to the monitoring. */
const watched = (run: Run): string[] =>
  run.resources
    .map(({ name }) => name)
    .filter((name) => name.startsWith("watch"))
    .sort();

describe("EndpointMonitoring", () => {
  it("keeps all logs in a workspace of its own, and has a workbook", async () => {
    const run = await runProgram("up", () => monitored());

    assert.deepEqual(watched(run), ["watch", "watch-diagnostics", "watch-logs", "watch-workbook"]);
    assert.deepEqual(run.find("azure-native:operationalinsights:Workspace", "watch-logs").inputs, {
      ...{ resourceGroupName: "g", location: "westeurope", sku: { name: "PerGB2018" }, retentionInDays: 30 },
    });
    assert.deepEqual(run.find("azure-native:monitor:DiagnosticSetting", "watch-diagnostics").inputs, {
      resourceUri: "/id/fraud-endpoint",
      name: "watch",
      workspaceId: "/id/watch-logs",
      logAnalyticsDestinationType: "Dedicated",
      logs: [
        { category: "AmlOnlineEndpointTrafficLog", enabled: true },
        { category: "AmlOnlineEndpointConsoleLog", enabled: true },
        { category: "AmlOnlineEndpointEventLog", enabled: true },
      ],
    });
    const { serializedData, resourceName, ...book } = run.find(
      "azure-native:applicationinsights:Workbook",
      "watch-workbook",
    ).inputs;
    assert.deepEqual(book, {
      ...{ resourceGroupName: "g", location: "westeurope", kind: "shared", category: "workbook" },
      ...{ displayName: "Endpoint fraud-dev", version: "Notebook/1.0", sourceId: "/id/fraud-endpoint" },
    });
    assert.match(String(resourceName), /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    const { items } = JSON.parse(String(serializedData));
    assert.deepEqual(
      items.map(({ content }: { content: { title: string } }) => content.title),
      [
        "Requests per minute by status",
        "Requests per minute by deployment",
        "Latency of all requests (ms)",
        "Latency P95 by deployment (ms)",
        "Processor (percent)",
        "Memory (percent)",
        "Instances",
      ],
    );
    assert.deepEqual(items[4].content.resourceIds, [`${endpointId}/deployments/blue`]);
  });

  it("alerts by deployment on the share of failed requests and on latency", async () => {
    const group = `${insights}/actionGroups/oncall`;
    const run = await runProgram("up", () =>
      monitored({
        ...{ logAnalyticsId: logs, actionGroups: [group], tags: { team: "risk" } },
        errorShare: { above: 2, minutes: 15, atLeastRequests: 50, severity: 1 },
        latency: { aboveMilliseconds: 400 },
      }),
    );

    assert.deepEqual(watched(run), [
      "watch",
      "watch-diagnostics",
      "watch-error-share",
      "watch-latency",
      "watch-workbook",
    ]);
    assert.deepEqual(run.find("azure-native:monitor:ScheduledQueryRule", "watch-error-share").inputs, {
      ...{ resourceGroupName: "g", location: "westeurope", tags: { team: "risk" } },
      ruleName: "fraud-dev-error-share",
      kind: "LogAlert",
      displayName: "Errors of endpoint fraud-dev",
      description: "More than 2 percent of the requests to a deployment fail.",
      enabled: true,
      severity: 1,
      scopes: [logs],
      evaluationFrequency: "PT5M",
      windowSize: "PT15M",
      autoMitigate: true,
      skipQueryValidation: true,
      criteria: {
        allOf: [
          {
            query: [
              "AmlOnlineEndpointTrafficLog",
              '| where EndpointName =~ "fraud-dev"',
              "| extend Code = toint(ResponseCode)",
              "| summarize Requests = count(), Failed = countif(Code in (408, 424, 429) or Code >= 500) by DeploymentName",
              "| where Requests >= 50",
              "| project DeploymentName, ErrorShare = 100.0 * Failed / Requests",
            ].join("\n"),
            timeAggregation: "Maximum",
            metricMeasureColumn: "ErrorShare",
            dimensions: [{ name: "DeploymentName", operator: "Include", values: ["*"] }],
            operator: "GreaterThan",
            threshold: 2,
            failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
          },
        ],
      },
      actions: { actionGroups: [group] },
    });
    assert.deepEqual(run.find("azure-native:monitor:MetricAlert", "watch-latency").inputs, {
      ...{ resourceGroupName: "g", location: "global", tags: { team: "risk" } },
      ruleName: "fraud-dev-latency",
      description: "P95 of the requests to a deployment take more than 400 ms.",
      enabled: true,
      severity: 2,
      scopes: ["/id/fraud-endpoint"],
      evaluationFrequency: "PT1M",
      windowSize: "PT5M",
      autoMitigate: true,
      criteria: {
        odataType: "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        allOf: [
          {
            ...{ criterionType: "StaticThresholdCriterion", name: "latency", metricName: "RequestLatency_P95" },
            metricNamespace: "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
            dimensions: [{ name: "deployment", operator: "Include", values: ["*"] }],
            ...{ operator: "GreaterThan", threshold: 400, timeAggregation: "Average" },
          },
        ],
      },
      actions: [{ actionGroupId: group }],
    });
  });

  it("is refused with every fault at once", async () => {
    await runProgram("preview", () => {
      assert.throws(
        () =>
          monitored({
            ...{ logAnalyticsId: workspace.id, logs: ["AmlOnlineEndpointEventLog"], actionGroups: ["oncall"] },
            errorShare: { above: 0, minutes: 1, severity: 5, atLeastRequests: 0 },
            latency: { aboveMilliseconds: -1, minutes: 7 },
          }),
        (error: Error) =>
          [
            "EndpointMonitoring watch: 9 faults",
            "this is not the ARM id of Microsoft.OperationalInsights/workspaces",
            "errorShare: errors are read from the traffic log; add AmlOnlineEndpointTrafficLog to logs",
            "errorShare.above: 0 given",
            "errorShare.minutes: 1 given, it is one of 5 | 15 | 30 | 60",
            "errorShare.severity: 5 given",
            "errorShare.atLeastRequests: 0 given",
            "latency.aboveMilliseconds: -1 given",
            "latency.minutes: 7 given, it is one of 1 | 5 | 15 | 30 | 60",
            'actionGroups[0]: "oncall" given, this is not the ARM id of Microsoft.Insights/actionGroups',
          ].every((part) => error.message.includes(part)),
      );
    });
  });
});
