import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { CollectingEndpoint, collecting, SOURCE } from "./collecting-endpoint";

/** Natural logarithm of n choose k, exact enough for tails. */
function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= k; i++) sum += Math.log(n - k + i) - Math.log(i);
  return sum;
}

/** How likely a count as far from its expectation, or farther, is on its side of a binomial distribution. */
function tail(count: number, n: number, p: number): number {
  const [from, to] = count < n * p ? [0, count] : [count, n];
  let sum = 0;
  for (let k = from; k <= to; k++) sum += Math.exp(logChoose(n, k) + k * Math.log(p) + (n - k) * Math.log(1 - p));
  return sum;
}

const ids = (count: number): string[] => Array.from({ length: count }, () => randomUUID());

describe("data collection with Microsoft's collector in a real inference server", function () {
  this.timeout(600_000);
  let local: CollectingEndpoint;
  before(async () => {
    local = await CollectingEndpoint.start();
  });
  after(() => local.stop());
  beforeEach(() => {
    local.events.length = 0;
  });

  it("writes what the script collects, by collection, hour and instance, with the script's correlation ids", async () => {
    await local.runtime.apply(collecting("blue", { model_inputs: 1, model_outputs: 1 }));
    const [first = "", second = ""] = ids(2);
    assert.equal((await local.score({ ids: [first] })).status, 200);
    await local.until(2);
    local.now = new Date("2026-11-29T22:00:00Z");
    assert.equal((await local.score({ ids: [second] })).status, 200);
    await local.until(4);
    const [instance] = local.runtime.instances("fraud", "blue");
    await local.runtime.remove("fraud", "blue");

    const files = await local.files("fraud/blue/");
    assert.deepEqual(
      Object.keys(files),
      ["model_inputs", "model_outputs"].flatMap((collection) =>
        ["21", "22"].map((hour) => `fraud/blue/${collection}/2026/11/29/${hour}/${instance?.name}.jsonl`),
      ),
    );
    const [record, later] = await local.records("fraud/blue/model_inputs");
    const { id, time, collectdatatype, ...rest } = record ?? {};
    // How pandas calls it itself, before version 3 and since.
    assert.match(String(collectdatatype), /^pandas\.(core\.frame\.)?DataFrame$/);
    assert.match(String(id), /^[0-9a-f-]{36}$/);
    assert.match(String(time), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    const data = [
      { amount: 12.5, country: "FR" },
      { amount: 3, country: null },
    ];
    const length = JSON.stringify(data).replace("3,", "3.0,").length;
    assert.deepEqual(rest, {
      specversion: "1.0",
      source: SOURCE,
      type: "azureml.inference.model_inputs",
      datacontenttype: "application/json",
      data,
      agent: "azureml-ai-monitoring/1.0.0",
      modelversion: "default",
      tenantname: "north",
      contentrange: `bytes 0-${length - 1}/${length}`,
      correlationid: first,
      xrequestid: first,
    });
    assert.equal(later?.["correlationid"], second);
    const outputs = await local.records("fraud/blue/model_outputs");
    assert.deepEqual(
      outputs.map(({ correlationid }) => correlationid),
      [first, second],
    );
    assert.deepEqual(
      outputs.map(({ data: scores }) => scores),
      [[{ score: 0.25 }], [{ score: 0.25 }]],
    );
  });

  it("keeps the share of records that the sampling rate says, as the package draws them", async () => {
    const [seed, n, p, significance] = [randomInt(2 ** 31), 400, 0.25, 1e-6];
    await local.runtime.apply(collecting("blue", { model_inputs: 1, model_outputs: p }, {}, { endpoint: "fraud" }));
    for (let sent = 0; sent < n; sent += 50) {
      const answer = await local.score({ ids: ids(50), ...(sent === 0 ? { seed } : {}) });
      assert.equal(answer.status, 200, await answer.text());
      await local.until(sent + 50, ({ type }) => type === "model_inputs");
    }
    await local.runtime.remove("fraud", "blue");

    const collected = local.events.filter(({ type }) => type === "model_outputs").length;
    const chance = tail(collected, n, p);
    console.log(`      seed ${seed}: ${collected} of ${n} at rate ${p}, one-sided p-value ${chance.toPrecision(3)}`);
    assert.ok(chance > significance, `seed ${seed}: ${collected} of ${n} at rate ${p}: p-value ${chance}`);
    assert.equal(local.events.filter(({ type }) => type === "model_inputs").length, n);
    assert.deepEqual(
      local.events.filter(({ reason }) => reason),
      [],
    );
  });

  it("writes payloads with captured headers, those of copies with the shadow, at the platform's own rate", async () => {
    const payloads = { model_inputs: 1, model_outputs: 1, request: 0.5, response: 0.5 };
    const captured = { captureHeaders: ["X-Customer"] };
    local.endpoint.mirrorTraffic = { green: 50 };
    local.random = () => 0.4;
    await local.runtime.apply(collecting("blue", payloads, captured));
    await local.runtime.apply(collecting("green", payloads, captured));
    const shadowed: string[] = [];
    for (let sent = 0; shadowed.length === 0; sent++) {
      const before = local.events.length;
      await local.score({ ids: [] }, { "x-customer": `c${sent}`, "x-secret": "s" });
      await local.until(before + 2, ({ deployment }) => deployment === "blue");
      if (local.events.some(({ deployment }) => deployment === "green")) shadowed.push(`c${sent}`);
    }
    local.random = () => 0.5;
    await local.score({ ids: [] }, { "x-customer": "not drawn" });
    await local.runtime.remove("fraud", "blue");
    await local.runtime.remove("fraud", "green");
    local.endpoint.mirrorTraffic = {};

    const requests = await local.records("fraud/blue/request");
    const responses = await local.records("fraud/blue/response");
    const [copy] = await local.records("fraud/green/request");
    const [request] = requests;
    assert.deepEqual(
      { ...request, id: "", time: "", correlationid: "", xrequestid: "" },
      {
        specversion: "1.0",
        id: "",
        source: SOURCE,
        type: "azureml.inference.request",
        datacontenttype: "application/json",
        time: "",
        data: { ids: [] },
        path: "/score",
        method: "POST",
        headers: { "X-Customer": "c0" },
        contentrange: "bytes 0-9/*",
        correlationid: "",
        xrequestid: "",
      },
    );
    assert.deepEqual(
      responses.map(({ correlationid }) => correlationid),
      requests.map(({ correlationid }) => correlationid),
    );
    assert.deepEqual(responses[0]?.["data"], { collected: 0 });
    assert.equal(responses[0]?.["contentrange"], "bytes 0-15/16");
    const headers = copy?.["headers"];
    assert.deepEqual(headers, { "X-Customer": shadowed[0] });
    assert.equal(copy?.["correlationid"], requests.at(-1)?.["correlationid"]);
  });

  it("puts a payload that is no text into a blob of its own", async () => {
    local.random = () => 0;
    await local.runtime.apply(collecting("blue", { request: 1, model_inputs: 1, model_outputs: 1 }));
    await local.score(Uint8Array.of(0xff, 0xfe, 0x00), { "content-type": "application/octet-stream" });
    await local.until(1);
    await local.runtime.remove("fraud", "blue");

    const record = (await local.records("fraud/blue/request/2026/11/29/22/blue-")).find(({ datainblob }) => datainblob);
    assert.match(
      String(record?.["data"]),
      new RegExp(`/store/fraud/blue/request/2026/11/29/22/${String(record?.["id"])}$`),
    );
    assert.equal(record?.["contentrange"], "bytes 0-2/*");
  });

  it("writes what an instance of a killed emulator had taken in, once, before the next one starts", async () => {
    local.leave("red", "fraud/red/left.jsonl", '{"id":"left"}\n');
    await local.runtime.apply(collecting("red", { model_inputs: 1, model_outputs: 1 }));
    assert.deepEqual(await local.files("fraud/red/"), { "fraud/red/left.jsonl": '{"id":"left"}\n' });
    await local.runtime.remove("fraud", "red");
    assert.deepEqual(await local.records("fraud/red/"), [{ id: "left" }]);
  });

  it("accounts for every record when its sidecar ends again and again under load", async () => {
    const sent: string[] = [];
    let loading = true;
    await local.runtime.apply(collecting("blue", { model_inputs: 1, model_outputs: 1 }));
    const accounted = ({ reason }: { reason?: string }): boolean => reason === undefined || reason === "NotSent";
    const load = (async (): Promise<void> => {
      while (loading) {
        // The package's queue holds 1500 records and raises when it is full.
        await local.until(2 * sent.length - 500, accounted);
        const batch = ids(5);
        assert.equal((await local.score({ ids: batch })).status, 200);
        sent.push(...batch);
      }
    })();
    const restarts = 12;
    for (let done = 0; done < restarts; done++) {
      await local.until(30 * (done + 1));
      await local.runtime.restartCollector("fraud", "blue");
    }
    loading = false;
    await load;
    // Each record is taken in or told as lost: nothing else becomes of it.
    await local.until(2 * sent.length, accounted);
    const log = local.runtime.logs("fraud", "blue", "InferenceServer");
    await local.runtime.remove("fraud", "blue");

    const records = [
      ...(await local.records("fraud/blue/model_inputs")),
      ...(await local.records("fraud/blue/model_outputs")),
    ].filter(({ correlationid }) => sent.includes(String(correlationid)));
    const lost = local.events.filter(({ reason }) => reason === "NotSent").length;
    const unique = new Set(records.map(({ id }) => id));
    const unheard = (log.match(/send payload \S+ failed/g) ?? []).length;
    console.log(
      `      ${2 * sent.length} sent, ${records.length} written, ${lost} lost, over ${restarts} restarts; ` +
        `${unheard} that the script heard no answer of`,
    );
    assert.equal(unique.size, records.length, "a record was written twice");
    assert.equal(records.length + lost, 2 * sent.length);
    assert.equal((log.match(/Data collection lost a record/g) ?? []).length, lost);
  });
});

describe("data collection with the older package in a real inference server", function () {
  this.timeout(600_000);

  it("writes a data.csv for each model, designation and day, with one header", async () => {
    const local = await CollectingEndpoint.start();
    try {
      const modelDataCollection = {
        place: { account: "collected", container: "modeldata", path: "" },
        ...{ subscriptionId: "sub", resourceGroupName: "group", workspaceName: "mlw" },
      };
      await local.runtime.apply(
        collecting(
          "blue",
          {},
          {},
          {
            code: { folder: `${__dirname}/scoring`, scoringScript: "older.py" },
            model: { folder: "/nowhere", name: "fraud-model", version: "3" },
            environmentVariables: { AML_MODEL_DC_STORAGE_ENABLED: "true" },
            dataCollection: undefined,
            modelDataCollection,
          },
        ),
      );
      const answers: string[] = [];
      for (const rows of [
        [[12.5, "FR"]],
        [
          [1, "DE"],
          [2, 'say "hi", twice'],
        ],
      ]) {
        const answer = await local.score({ rows });
        const body = await answer.text();
        assert.equal(answer.status, 200, body);
        answers.push(String(JSON.parse(body).id));
      }
      await local.until(5);
      await local.runtime.remove("fraud", "blue");

      const files = await local.files("", "modeldata");
      const base = "sub/group/mlw/fraud/fraud-model/3";
      const today = new Date().toISOString().slice(0, 10).replaceAll("-", "/");
      assert.deepEqual(Object.keys(files), [
        `${base}/inputs/2026/11/29/data.csv`,
        `${base}/predictions/${today}/data.csv`,
      ]);
      const [head, ...rows] = (files[`${base}/inputs/2026/11/29/data.csv`] ?? "").trim().split(/\r?\n/);
      assert.equal(
        head,
        "amount,country,$aml_dc_correlation_id,$aml_dc_scoring_timestamp,$aml_dc_boundary,$aml_workspace," +
          "$aml_service_name,$aml_model_name,$aml_model_version,$aml_request_id",
      );
      assert.equal(rows.length, 3);
      assert.match(rows[0] ?? "", new RegExp(`^12\\.5,FR,${answers[0]},.*,1440,sub/group/mlw,fraud,fraud-model,3,`));
      assert.match(rows[2] ?? "", /^2(\.0)?,"say ""hi"", twice",/);
    } finally {
      await local.stop();
    }
  });
});
