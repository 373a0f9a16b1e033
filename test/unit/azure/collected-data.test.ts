import assert from "node:assert/strict";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ContainerClient, StorageSharedKeyCredential } from "@azure/storage-blob";
import { workspaceId } from "../../../arm/ids";
import { ArmClient } from "../../../azure/arm-client";
import { findCloud } from "../../../azure/cloud";
import { CollectedData, type FoundRecord } from "../../../azure/collected/collected-data";
import { realParts } from "../../../emulator/parts";
import { type Emulator, start } from "../../../emulator/start";
import { FakeServing } from "../emulator-arm/fake-serving";

/** Collected data in a real blob store, behind a real control plane. */
describe("collected data", function () {
  this.timeout(180_000);
  let folder: string;
  let emulator: Emulator;
  let data: CollectedData;
  let events: ContainerClient;
  let rows: ContainerClient;
  let base: string;
  const event = (id: string, time: string): string => `${JSON.stringify({ specversion: "1.0", id, time })}\n`;
  const write = async (container: ContainerClient, path: string, text: string): Promise<void> => {
    const blob = container.getAppendBlobClient(path);
    await blob.createIfNotExists();
    await blob.appendBlock(text, Buffer.byteLength(text));
  };

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "collected-"));
    const options = { folder: join(folder, "azure") };
    emulator = await start(options, { ...realParts(options), serving: () => new FakeServing() });
    const { subscriptionId, resourceGroup: resourceGroupName, workspace: workspaceName, armUrl } = emulator.status;
    const id = workspaceId({ subscriptionId, resourceGroupName, workspaceName });
    const credential = { getToken: async () => ({ token: "local", expiresOnTimestamp: Infinity }) };
    const arm = new ArmClient(findCloud(undefined, armUrl), credential, { pollIntervalMs: 20 });
    data = new CollectedData(arm, id);
    const ask = async (method: string, path: string, query: string) => {
      const headers = { authorization: "Bearer local" };
      return JSON.parse(await (await fetch(`${armUrl}${path}?${query}`, { method, headers })).text());
    };
    const store = await ask("GET", `${id}/datastores/workspaceblobstore`, "api-version=2025-12-01");
    const workspace = await ask("GET", id, "api-version=2025-12-01");
    const keys = await ask("POST", `${workspace.properties.storageAccount}/listKeys`, "api-version=2024-01-01");
    const { accountName, containerName, endpoint } = store.properties;
    const key = new StorageSharedKeyCredential(accountName, keys.keys[0].value);
    events = new ContainerClient(`http://${endpoint}/${accountName}/${containerName}`, key);
    rows = new ContainerClient(`http://${endpoint}/${accountName}/modeldata`, key);
    base = `${subscriptionId}/${resourceGroupName}/${workspaceName}/fraud/scorer/3/inputs`;
  });
  after(async () => {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it("is none in a workspace that never collected", async () => {
    assert.deepEqual(await data.list(), []);
    assert.deepEqual(await data.last({}, 5), []);
  });

  it("is found in both layouts, with its records", async () => {
    const inputs = "modelDataCollector/fraud/blue/model_inputs/2026/11";
    await write(
      events,
      `${inputs}/29/21/blue-1.jsonl`,
      event("1", "2026-11-29T21:00:00Z") + event("2", "2026-11-29T21:30:00Z"),
    );
    await write(events, `${inputs}/29/22/blue-2.jsonl`, event("4", "2026-11-29T22:00:00Z"));
    await rows.create();
    const head = "amount,$aml_dc_scoring_timestamp\r\n";
    await write(rows, `${base}/2026/11/29/data.csv`, `${head}"1,5",2026-11-29T21:45:00.5\r\n`);

    const found = await data.list({}, "records");
    assert.deepEqual(
      found.map(({ endpoint, deployment, collection, layout, files, records }) => [
        ...[endpoint, deployment, collection, layout],
        ...[files, records],
      ]),
      [
        ["fraud", "blue", "model_inputs", "json-lines", 2, 3],
        ["fraud", "scorer:3", "inputs", "csv", 1, 1],
      ],
    );
    assert.deepEqual(await data.list({ collection: "nothing" }), []);
    assert.equal((await data.list({ deployment: "BLUE" })).length, 1);
  });

  it("is told from the end, by time over both layouts", async () => {
    const last = await data.last({ endpoint: "fraud" }, 3);
    assert.deepEqual(
      last.map(({ record }) => record["id"] ?? record["amount"]),
      ["2", "1,5", "4"],
    );
    assert.deepEqual(await data.last({ endpoint: "fraud" }, 0), []);
  });

  it("is told as it comes, in files that grow and in new ones, each record once", async () => {
    const told: FoundRecord[] = [];
    const end = new AbortController();
    let more: () => void = () => undefined;
    const enough = (count: number): Promise<void> =>
      new Promise((done) => {
        more = () => void (told.length >= count && done());
        more();
      });
    let begun: () => void = () => undefined;
    const started = new Promise<void>((done) => (begun = done));
    const listener = {
      onLast: () => begun(),
      onRecord: (record: FoundRecord) => {
        told.push(record);
        more();
      },
    };
    const followed = data.follow({ endpoint: "fraud" }, 1, listener, end.signal);
    await started;
    const inputs = "modelDataCollector/fraud/blue/model_inputs/2026/11/29";
    await write(events, `${inputs}/21/blue-1.jsonl`, event("late", "2026-11-29T21:59:00Z"));
    await enough(1);
    await write(events, `${inputs}/23/blue-3.jsonl`, event("new", "2026-11-29T23:00:00Z"));
    await write(rows, `${base}/2026/11/29/data.csv`, "2,2026-11-29T23:00:01\r\n");
    await enough(3);
    end.abort();
    await followed;

    assert.deepEqual(told.map(({ record }) => String(record["id"] ?? record["amount"])).sort(), ["2", "late", "new"]);
  });

  it("is fetched as files, by endpoint, deployment and collection", async () => {
    const to = join(folder, "to");
    const files = await data.download({ endpoint: "fraud" }, to);

    assert.deepEqual(files.sort(), [
      "fraud/blue/model_inputs/2026/11/29/21/blue-1.jsonl",
      "fraud/blue/model_inputs/2026/11/29/22/blue-2.jsonl",
      "fraud/blue/model_inputs/2026/11/29/23/blue-3.jsonl",
      "fraud/scorer/3/inputs/2026/11/29/data.csv",
    ]);
    assert.match(await readFile(join(to, files[3] ?? ""), "utf8"), /^amount,/);
  });
});
