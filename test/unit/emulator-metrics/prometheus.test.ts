import assert from "node:assert/strict";
import { request } from "node:http";
import { durationBounds } from "../../../emulator/metrics/durations";
import { deployment, endpoint, endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";

describe("the metrics for Prometheus", () => {
  let local: LocalAzureMl;
  let fraud: string;
  const text = async (): Promise<string> => (await fetch(`${local.url}/_local/metrics`)).text();
  /** Samples by name and labels; every line has to be one, or a comment. */
  const samples = async (): Promise<Map<string, number>> =>
    new Map(
      (await text()).split("\n").flatMap((line): [string, number][] => {
        if (line === "" || /^# (HELP|TYPE) azureml_\w+ /.test(line)) return [];
        const [, name = "", value = ""] =
          /^(azureml_\w+(?:\{(?:\w+="(?:[^"\\\n]|\\["\\n])*",?)*\})?) ([-+.\dInfe]+)$/.exec(line) ?? [];
        assert.ok(name, `no sample: ${line}`);
        return [[name, Number(value)]];
      }),
    );
  const score = (deploymentName: string | undefined, more = {}): void =>
    local.serving.onRequest({
      ...{
        endpoint: "fraud",
        deployment: deploymentName,
        status: 200,
        modelStatus: 200,
        durationMs: 12,
        mirrored: false,
      },
      ...more,
    });

  beforeEach(async () => {
    local = await LocalAzureMl.start();
    await register(local);
    fraud = await endpointWith(local, "fraud", "blue", "green");
  });
  afterEach(() => local.stop());

  it("count requests by how they ended", async () => {
    for (let count = 0; count < 3; count++) score("blue");
    score("green", { status: 424, modelStatus: 500, mirrored: true });
    score(undefined, { status: 401, modelStatus: undefined });

    const found = await samples();
    const counted = [...found].filter(([name]) => name.startsWith("azureml_requests_total"));
    assert.deepEqual(counted, [
      [
        `azureml_requests_total{endpoint="fraud",deployment="blue",status="200",status_class="2xx",mirrored="false",model_status="200"}`,
        3,
      ],
      [
        `azureml_requests_total{endpoint="fraud",deployment="green",status="424",status_class="4xx",mirrored="true",model_status="500"}`,
        1,
      ],
      [
        `azureml_requests_total{endpoint="fraud",deployment="",status="401",status_class="4xx",mirrored="false",model_status=""}`,
        1,
      ],
    ]);
  });

  it("have the durations as a histogram", async () => {
    score("blue");
    score("blue", { durationMs: 700_000 });

    const found = await samples();
    const labels = `endpoint="fraud",deployment="blue"`;
    const buckets = durationBounds.map((le) =>
      found.get(`azureml_request_duration_seconds_bucket{le="${le}",${labels}}`),
    );
    assert.deepEqual(
      buckets,
      durationBounds.map((le) => (le >= 0.012 ? 1 : 0)),
    );
    assert.equal(found.get(`azureml_request_duration_seconds_bucket{le="+Inf",${labels}}`), 2);
    assert.equal(found.get(`azureml_request_duration_seconds_count{${labels}}`), 2);
    assert.equal(found.get(`azureml_request_duration_seconds_sum{${labels}}`), 700.012);
    assert.match(await text(), /# TYPE azureml_request_duration_seconds histogram/);
  });

  it("tell weights and instances", async () => {
    await local.finish("PUT", fraud, endpoint({ traffic: { blue: 100 }, mirrorTraffic: { green: 10 } }));
    await local.finish(
      "PUT",
      `${fraud}/deployments/green`,
      deployment(local, {}, { sku: { name: "Default", capacity: 2 } }),
    );
    local.serving.views.set("fraud/green", [{ name: "green-0", state: "starting", restarts: 0 }]);

    const found = await samples();
    const of = (metric: string, name: string): number | undefined =>
      found.get(`azureml_${metric}{endpoint="fraud",deployment="${name}"}`);
    assert.deepEqual([of("traffic_weight", "blue"), of("mirror_weight", "blue")], [100, 0]);
    assert.deepEqual([of("traffic_weight", "green"), of("mirror_weight", "green")], [0, 10]);
    assert.deepEqual([of("instances_ready", "blue"), of("instances_configured", "blue")], [1, 1]);
    assert.deepEqual([of("instances_ready", "green"), of("instances_configured", "green")], [0, 2]);
  });

  it("lose the series of what is deleted", async () => {
    score("blue");
    score("green");
    await local.finish("DELETE", `${fraud}/deployments/green`);
    assert.doesNotMatch(await text(), /deployment="green"/);
    assert.match(await text(), /deployment="blue"/);

    await local.finish("DELETE", fraud);
    score("blue");
    assert.doesNotMatch(await text(), /endpoint="fraud"/);
  });

  it("need no token, but a loopback name, and are not for pages of other origins", async () => {
    const status = (headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const sent = request(`${local.url}/_local/metrics`, { headers }, (answer) => {
          answer.resume();
          resolve(answer.statusCode);
        });
        sent.on("error", reject).end();
      });
    const { port } = new URL(local.url);

    assert.equal(await status({}), 200);
    assert.equal(await status({ host: `localhost:${port}` }), 200);
    assert.equal(await status({ host: `[::1]:${port}`, origin: `http://[::1]:${port}` }), 200);
    assert.equal(await status({ host: `rebound.example:${port}` }), 403);
    assert.equal(await status({ host: "127.0.0.1.example" }), 403);
    assert.equal(await status({ origin: "https://example.com" }), 403);
    assert.equal(await status({ origin: "http://127.0.0.1:1" }), 403);
    assert.equal(await status({ origin: "null" }), 403);
  });
});
