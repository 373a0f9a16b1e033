import assert from "node:assert/strict";
import { endpointWith, targets } from "../emulator-arm/bodies";
import { register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";

/** From ten minutes ago to a minute ahead, so that the running minute is in. */
function around(): string {
  const time = (offset: number): string => new Date(Date.now() + offset * 60_000).toISOString();
  return `${time(-10)}/${time(1)}`;
}

describe("Azure Monitor's metrics of the local Azure ML", () => {
  let local: LocalAzureMl;
  let fraud: string;
  const list = (path: string, query: Record<string, string>) =>
    local.get(`${path}/providers/Microsoft.Insights/metrics?${new URLSearchParams(query)}`);
  const batch = (query: Record<string, string>, resourceids: string[]) =>
    local.send("POST", `${local.subscription}/metrics:getBatch?${new URLSearchParams(query)}`, { resourceids });

  before(async () => {
    local = await LocalAzureMl.start();
    await register(local);
    fraud = await endpointWith(local, "fraud", "blue", "green");
    const request = { endpoint: "fraud", status: 200, modelStatus: 200, durationMs: 12, mirrored: false };
    for (let count = 0; count < 3; count++) local.serving.onRequest({ ...request, deployment: "blue" });
    local.serving.onRequest({ ...request, deployment: "green", status: 424, modelStatus: 500 });
  });
  after(() => local.stop());

  it("have the shape of the service's answer", async () => {
    const timespan = around();
    const { status, body } = await list(fraud, {
      ...{ metricnames: "requestsperminute,RequestLatency_P95", timespan, interval: "FULL" },
      ...{ aggregation: "Average,Total", $filter: "deployment eq 'green'" },
    });

    assert.equal(status, 200, JSON.stringify(body));
    const [start = "", end = ""] = timespan.replaceAll(/\.\d+Z/g, "Z").split("/");
    const timeStamp = start.replace(/:\d\dZ$/, ":00Z");
    const metadatavalues = [{ name: { value: "deployment", localizedValue: "deployment" }, value: "green" }];
    const latency = body.value[1].timeseries[0].data[0];
    assert.ok(Math.abs(latency.average - 12) < 0.12, `${latency.average} ms`);
    assert.deepEqual(body, {
      cost: 2,
      timespan: `${start}/${end}`,
      interval: "FULL",
      value: [
        {
          id: `${fraud}/providers/Microsoft.Insights/metrics/RequestsPerMinute`,
          type: "Microsoft.Insights/metrics",
          name: { value: "RequestsPerMinute", localizedValue: "Requests Per Minute" },
          displayDescription: "The number of requests within a minute.",
          unit: "Count",
          timeseries: [{ metadatavalues, data: [{ timeStamp, average: 1, total: 1 }] }],
          errorCode: "Success",
        },
        {
          ...body.value[1],
          name: { value: "RequestLatency_P95", localizedValue: "Request Latency P95" },
          unit: "MilliSeconds",
          timeseries: [{ metadatavalues, data: [latency] }],
        },
      ],
      namespace: "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
      resourceregion: "westeurope",
    });
  });

  it("are there for deployments too", async () => {
    const query = { timespan: around(), interval: "FULL", $filter: "envoy_response_code eq '*'" };
    const { body } = await list(`${fraud}/deployments/green`, { ...query, metricnames: "RequestsPerMinute" });

    assert.equal(body.namespace, "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments");
    const [series] = body.value[0].timeseries;
    assert.deepEqual(series.metadatavalues[0].value, "500");
    assert.equal(series.data[0].average, 1);
  });

  it("tell only which series there are, where that is asked", async () => {
    const query = { metricnames: "RequestsPerMinute", timespan: around(), $filter: "deployment eq '*'" };
    const { body } = await list(fraud, { ...query, resultType: "metadata" });

    assert.equal(body.interval, undefined);
    assert.deepEqual(
      body.value[0].timeseries.map((series: object) => Object.keys(series)),
      [["metadatavalues"], ["metadatavalues"]],
    );
  });

  it("are defined", async () => {
    const { body } = await local.get(`${fraud}/providers/microsoft.insights/metricDefinitions`);
    assert.deepEqual(
      body.value.map(({ name }: { name: { value: string } }) => name.value),
      [
        ...["RequestsPerMinute", "RequestLatency"],
        ...["P50", "P90", "P95", "P99"].map((name) => `RequestLatency_${name}`),
        ...["DataCollectionEventsPerMinute", "DataCollectionErrorsPerMinute"],
      ],
    );
    assert.equal(body.value[0].primaryAggregationType, "Average");
    assert.deepEqual(body.value[0].metricAvailabilities[0], { timeGrain: "PT1M", retention: "P1D" });

    const namespaces = await local.get(`${fraud}/deployments/blue/providers/microsoft.insights/metricNamespaces`);
    assert.equal(
      namespaces.body.value[0].properties.metricNamespaceName,
      "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",
    );
  });

  it("refuse what is wrong, all at once, and resources that are not there", async () => {
    const wrong = await list(fraud, { metricnames: "Nonsense", timespan: "never" });
    assert.equal(wrong.status, 400);
    assert.deepEqual(targets(wrong), ["metricnames", "timespan"]);
    assert.equal((await list(`${fraud}-2`, { metricnames: "RequestsPerMinute" })).status, 404);
    assert.equal((await list(`${fraud}/deployments/red`, { metricnames: "RequestsPerMinute" })).status, 404);
  });

  it("come for several resources at once", async () => {
    const [starttime = "", endtime = ""] = around().split("/");
    const metricnamespace = "microsoft.machinelearningservices/workspaces/onlineendpoints/deployments";
    const ids = [`${fraud}/deployments/blue`, `${fraud}/deployments/green`];
    const query = { metricnamespace, metricnames: "RequestsPerMinute", interval: "FULL", starttime, endtime };
    const { status, body } = await batch(query, ids);

    assert.equal(status, 200, JSON.stringify(body));
    assert.deepEqual(
      body.values.map((value: { resourceid: string }) => value.resourceid),
      ids,
    );
    assert.equal(body.values[0].value[0].timeseries[0].data[0].average, 3);
    assert.deepEqual(Object.keys(body.values[1]).sort(), [
      ...["endtime", "interval", "namespace", "resourceid", "resourceregion", "starttime", "value"],
    ]);
  });

  it("refuse a batch with every fault that it has", async () => {
    const metricnamespace = "Microsoft.MachineLearningServices/workspaces/onlineEndpoints";
    const answer = await batch({ metricnamespace, interval: "PT2M" }, [
      fraud,
      `${fraud}/deployments/blue`,
      `${fraud}-2`,
    ]);

    assert.equal(answer.status, 400);
    assert.deepEqual(targets(answer), ["metricnames", "resourceids.1", "resourceids.2", "interval"]);
    assert.deepEqual(targets(await batch({ metricnames: "x" }, [fraud])), ["metricnamespace"]);
  });

  it("start afresh for an endpoint that is made again", async () => {
    const lost = await endpointWith(local, "lost", "blue");
    const request = { deployment: "blue", status: 200, durationMs: 1, mirrored: false };
    local.serving.onRequest({ endpoint: "lost", ...request });
    await local.finish("DELETE", lost);
    await endpointWith(local, "lost");

    const { body } = await list(lost, { metricnames: "RequestsPerMinute", timespan: around(), interval: "FULL" });
    assert.deepEqual(Object.keys(body.value[0].timeseries[0].data[0]), ["timeStamp"]);
  });
});
