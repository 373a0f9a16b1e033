import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Collector } from "../../../emulator/collection/collector";
import { collectorEnvironment, modelDataEnvironment } from "../../../emulator/collection/collector-environment";
import type { CollectionEvent, RollingRate } from "../../../emulator/collection/contract";
import { rolledFolder } from "../../../emulator/collection/rolled-path";
import { sendingFailure } from "../../../emulator/collection/sending-failure";
import { Sidecar } from "../../../emulator/collection/sidecar";

const place = { account: "a", container: "c", path: "fraud/blue/model_inputs" };

describe("the data collection sidecar", () => {
  let folder: string;
  let sidecar: Sidecar;
  let collector: Collector;
  const events: CollectionEvent[] = [];
  const written = new Map<string, string>();
  const log: string[] = [];
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "sidecar-"));
    for (const told of [events, log]) told.length = 0;
    written.clear();
    collector = new Collector(
      {
        ...{ endpoint: "fraud", deployment: "blue", instance: "blue-1", spool: join(folder, "s.spool") },
        collection: {
          ...{ source: "/source", rollingRate: "Hour", captureHeaders: [] },
          collections: { model_inputs: { samplingRate: 1, place } },
        },
        modelData: undefined,
        log: (line) => log.push(line),
      },
      {
        blobs: {
          length: async ({ path }) => Buffer.byteLength(written.get(path) ?? ""),
          append: async ({ path }, text) => {
            written.set(path, (written.get(path) ?? "") + text);
            return true;
          },
          put: async ({ path }) => path,
          inTurn: (_place, work) => work(),
        },
        now: () => new Date("2026-11-29T21:30:00Z"),
        random: () => 0,
        onEvent: (event) => events.push(event),
        flushMs: 60_000,
      },
    );
    sidecar = await Sidecar.start(collector);
  });
  afterEach(async () => {
    await sidecar.close();
    await collector.close();
    rmSync(folder, { recursive: true, force: true });
  });
  const post = (headers: Record<string, string>, body = "[]", path = "/modeldata/log"): Promise<Response> =>
    fetch(`http://127.0.0.1:${sidecar.port}${path}`, { method: "POST", headers, body });
  const record = {
    "ce-type": "azureml.inference.model_inputs",
    "content-type": "application/json",
    "ce-time": "1700000000",
  };

  it("takes a record in and writes it with the others of its file", async () => {
    assert.equal((await post({ ...record, "trace-id": "t", "ce-x-request-id": "r" }, '[{"a":1}]')).status, 200);
    assert.equal((await post({ ...record, "trace-id": "u" })).status, 200);
    assert.equal(written.size, 0);
    await collector.flush();

    const text = written.get("fraud/blue/model_inputs/2026/11/29/21/blue-1.jsonl") ?? "";
    const [first, second] = text
      .trim()
      .split("\n")
      .map((line): Record<string, unknown> => JSON.parse(line));
    assert.deepEqual(first, {
      ...{ specversion: "1.0", id: "t", source: "/source", type: "azureml.inference.model_inputs" },
      ...{ datacontenttype: "application/json", time: "2023-11-14T22:13:20Z", data: [{ a: 1 }] },
      ...{ contentrange: "bytes 0-8/9", correlationid: "r", xrequestid: "r" },
    });
    assert.equal(second?.["correlationid"], "u");
    assert.deepEqual(
      events.map(({ type, reason }) => [type, reason]),
      [
        ["model_inputs", undefined],
        ["model_inputs", undefined],
      ],
    );
  });

  const refused: [string, Record<string, string>, string, number, string][] = [
    ["a record without a type", { "content-type": "application/json" }, "[]", 400, "BadRequest"],
    ["a body that is no JSON", record, "[", 400, "BadRequest"],
    ["a collection that is off", { ...record, "ce-type": "azureml.inference.other" }, "[]", 400, "UnknownCollection"],
    ["a record beyond 16 MiB", record, "x".repeat(16 * 1024 * 1024 + 1), 413, "TooLarge"],
  ];
  for (const [what, headers, body, status, reason] of refused) {
    it(`refuses ${what}, counts it and says so`, async () => {
      assert.equal((await post(headers, body)).status, status);
      assert.deepEqual(
        events.map((event) => event.reason),
        [reason],
      );
      assert.match(log[0] ?? "", new RegExp(`lost a record.*${reason}`));
    });
  }

  it("knows no other path", async () => {
    assert.equal((await post(record, "[]", "/other")).status, 404);
    assert.equal((await fetch(`http://127.0.0.1:${sidecar.port}/modeldata/log`)).status, 404);
  });

  it("keeps its port over a restart, and writes what it had taken in before", async () => {
    await post({ ...record, "trace-id": "before" });
    const { port } = sidecar;
    await sidecar.restart();
    await post({ ...record, "trace-id": "after" });
    await collector.flush();

    assert.equal(sidecar.port, port);
    const ids = [...written.values()]
      .join("")
      .trim()
      .split("\n")
      .map((line): unknown => JSON.parse(line).id);
    assert.deepEqual(ids, ["before", "after"]);
  });

  it("counts a failure that a script tells, unless the record had arrived", async () => {
    await post({ ...record, "trace-id": "known" });
    collector.notSent("model_inputs", "known", "no answer");
    collector.notSent("model_inputs", "unknown", "no answer");

    assert.deepEqual(
      events.map(({ reason }) => reason),
      [undefined, "NotSent"],
    );
  });

  it("configures the collector by the key that it reads", () => {
    const collections = { a: { samplingRate: 0.25, place } };
    const spec = { source: "", rollingRate: "Hour", captureHeaders: ["x"], collections } as const;
    const environment = collectorEnvironment({ port: 7, folder }, spec);

    assert.deepEqual([environment["AZUREML_MDC_HOST"], environment["AZUREML_MDC_PORT"]], ["127.0.0.1", "7"]);
    assert.deepEqual(JSON.parse(readFileSync(environment["AZUREML_MDC_CONFIG_PATH"] ?? "", "utf8")), {
      runMode: "cloud",
      collections: { a: { enabled: true, sampleRatePercentage: 25 } },
      captureHeaders: ["x"],
    });
  });

  it("names a model to the older collector only where its version is a number, which is all that it takes", () => {
    const data = { place, subscriptionId: "s", resourceGroupName: "g", workspaceName: "w" };
    const infos = ["12", "v1"].map((version) => {
      const model = { name: "m", version };
      const environment = modelDataEnvironment({ port: 7, folder }, data, { endpoint: "fraud", model });
      const map: { modelsInfo: unknown } = JSON.parse(
        readFileSync(environment["LOCAL_MODEL_DC_CONFIG_MAP"] ?? "", "utf8"),
      );
      return map.modelsInfo;
    });

    assert.deepEqual(infos, [{ m: { "12": {} } }, {}]);
  });
});

describe("the folder of collected files", () => {
  const cases: [RollingRate, string][] = [
    ["Year", "2026"],
    ["Month", "2026/01"],
    ["Day", "2026/01/02"],
    ["Hour", "2026/01/02/03"],
    ["Minute", "2026/01/02/03/04"],
  ];
  for (const [rate, folder] of cases) {
    it(`rolls by ${rate}`, () => assert.equal(rolledFolder(rate, new Date("2026-01-02T03:04:05.678Z")), folder));
  }
});

describe("a collector's failure in the log", () => {
  it("is read off the worker's line, and off no other", () => {
    const line =
      "2026-11-29 21:30:00,123 | mdc.worker | ERROR | worker thread 0: send payload model_inputs@1-2 failed - a: b - c";
    assert.deepEqual(sendingFailure(line), { collection: "model_inputs", id: "1-2", why: "a: b - c" });
    assert.equal(sendingFailure("send payload model_inputs@1-2 failed - x"), undefined);
    assert.equal(sendingFailure("… | mdc.sender | ERROR | mdc request raise exception: x"), undefined);
  });
});
