import { strict as assert } from "node:assert";
import { endpoint, targets } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("alerts, diagnostic settings and workbooks of the local Azure ML", () => {
  let azure: LocalAzureMl;
  let fraud = "";
  let logs = "";

  before(async () => {
    azure = await LocalAzureMl.start();
    fraud = `${azure.workspace}/onlineEndpoints/fraud`;
    await azure.finish("PUT", fraud, endpoint());
    logs = `${azure.group}/providers/Microsoft.OperationalInsights/workspaces/logs`;
    await azure.put(logs, { location: "westeurope" });
  });
  after(() => azure.stop());

  const at = (type: string, name: string): string => `${azure.group}/providers/Microsoft.Insights/${type}/${name}`;
  const metricAlert = (more: object = {}) => ({
    location: "global",
    properties: {
      ...{ severity: 2, enabled: true, scopes: [fraud], evaluationFrequency: "PT1M", windowSize: "PT5M" },
      criteria: {
        "odata.type": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        "allOf": [
          {
            ...{ criterionType: "StaticThresholdCriterion", name: "latency", metricName: "RequestLatency_P95" },
            ...{ operator: "greaterThan", threshold: 400, timeAggregation: "Average" },
          },
        ],
      },
      ...more,
    },
  });
  const diagnostics = (more: object = {}) => ({
    properties: { workspaceId: logs, logs: [{ category: "AmlOnlineEndpointTrafficLog", enabled: true }], ...more },
  });

  it("keep a metric alert in canonical words with its defaults", async () => {
    const { status, body } = await azure.put(at("metricAlerts", "slow"), metricAlert());
    assert.equal(status, 200);
    assert.equal(body.properties.criteria.allOf[0].operator, "GreaterThan");
    assert.deepEqual([body.properties.autoMitigate, body.properties.actions], [true, []]);
    assert.equal((await azure.send("DELETE", at("metricAlerts", "slow"))).status, 200);
    assert.equal((await azure.get(at("metricAlerts", "slow"))).status, 404);
  });

  it("refuse a metric alert with every fault at once", async () => {
    const shape = await azure.put(
      at("metricAlerts", "slow"),
      metricAlert({ severity: 5, windowSize: "PT7M", color: 1 }),
    );
    assert.deepEqual(targets(shape).sort(), ["properties.color", "properties.severity", "properties.windowSize"]);
    const short = await azure.put(at("metricAlerts", "slow"), metricAlert({ evaluationFrequency: "PT15M" }));
    assert.deepEqual(targets(short), ["properties.windowSize"]);
    const lost = { scopes: [`${fraud}x`], actions: [{ actionGroupId: at("actionGroups", "lost") }] };
    const rules = await azure.put(at("metricAlerts", "slow"), metricAlert(lost));
    assert.deepEqual(targets(rules), ["properties.scopes.0", "properties.actions.0"]);
  });

  it("keep an action group, and a log alert that calls it", async () => {
    const group = at("actionGroups", "oncall");
    const { status } = await azure.put(group, {
      location: "Global",
      properties: { groupShortName: "oncall", enabled: true, emailReceivers: [{ name: "a", emailAddress: "a@b.c" }] },
    });
    assert.equal(status, 201);
    const rule = {
      location: "westeurope",
      kind: "LogAlert",
      properties: {
        ...{ severity: 2, scopes: [logs], evaluationFrequency: "PT5M", windowSize: "PT5M", autoMitigate: true },
        criteria: {
          allOf: [
            { query: "T", timeAggregation: "Maximum", metricMeasureColumn: "X", operator: "GreaterThan", threshold: 2 },
          ],
        },
        actions: { actionGroups: [group] },
      },
    };
    const { body } = await azure.put(at("scheduledQueryRules", "errors"), rule);
    assert.deepEqual(
      [body.properties.enabled, body.properties.criteria.allOf[0].failingPeriods],
      [true, { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 }],
    );
    const muted = { ...rule, properties: { ...rule.properties, muteActionsDuration: "PT1H" } };
    assert.deepEqual(targets(await azure.put(at("scheduledQueryRules", "errors"), muted)), [
      "properties.muteActionsDuration",
    ]);
  });

  it("keep a workbook whose name is a guid and whose data is JSON", async () => {
    const book = {
      location: "westeurope",
      kind: "shared",
      properties: { displayName: "x", category: "workbook", serializedData: "{}" },
    };
    assert.equal((await azure.put(at("workbooks", "10000000-0000-4000-8000-000000000001"), book)).status, 201);
    assert.equal((await azure.put(at("workbooks", "fraud"), book)).body.error.code, "InvalidResourceName");
    const broken = { ...book, properties: { ...book.properties, serializedData: "{" } };
    const answer = await azure.put(at("workbooks", "10000000-0000-4000-8000-000000000002"), broken);
    assert.deepEqual(targets(answer), ["properties.serializedData"]);
  });

  it("keep diagnostic settings of an endpoint, five at most, and lose them with it", async () => {
    const of = (name: string, id = fraud): string => `${id}/providers/Microsoft.Insights/diagnosticSettings/${name}`;
    for (const name of ["a", "b", "c", "d", "e"]) assert.equal((await azure.put(of(name), diagnostics())).status, 200);
    assert.deepEqual(targets(await azure.put(of("f"), diagnostics())), ["name"]);
    assert.equal((await azure.put(of("a"), diagnostics())).status, 200);
    const { body } = await azure.get(`${fraud}/providers/Microsoft.Insights/diagnosticSettings`);
    assert.equal(body.value.length, 5);
    const wrong = await azure.put(
      of("a"),
      diagnostics({ workspaceId: undefined, logs: [{ category: "Other", enabled: true }] }),
    );
    assert.deepEqual(targets(wrong), ["properties", "properties.logs.0.category"]);
    assert.equal((await azure.put(of("a", azure.workspace), diagnostics())).status, 404);
    assert.equal((await azure.send("DELETE", of("b"))).status, 200);
    assert.equal((await azure.send("DELETE", of("b"))).status, 204);
    await azure.finish("DELETE", fraud);
    assert.equal((await azure.get(of("a"))).status, 404);
  });
});
