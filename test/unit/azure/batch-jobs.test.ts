import assert from "node:assert/strict";
import { ArmError } from "../../../azure/arm-error";
import { BatchClient } from "../../../azure/batch/batch-client";
import { openArm } from "../../../azure/connect";
import { Batch } from "../emulator-arm/batch";
import { seeded } from "../emulator-serving/chance";
import { processesUnder } from "../emulator-serving/real-endpoint";

describe("jobs of a batch endpoint", function () {
  this.timeout(120_000);
  let batch: Batch;
  let client: BatchClient;
  before(async () => {
    batch = await Batch.start();
    const env = { PULUMI_AZUREML_ARM_URL: batch.local.url };
    client = await BatchClient.open(openArm({}, env), batch.local.workspace, batch.endpoint);
  });
  after(async () => {
    await client.close();
    await batch.stop();
  });

  const refusal = (match: RegExp) => (error: Error) => {
    assert.match(error.message, match);
    return true;
  };

  it("append a row for each file, in the folder that the service chose, and are followed to their end", async () => {
    const folder = batch.upload({ "a.txt": "1", "b.txt": "2", "c/d.txt": "3" });
    const job = await client.invoke({ input: { type: "UriFolder", uri: folder }, miniBatchSize: 2 });
    assert.equal(job.status, "NotStarted");
    assert.equal(job.deployment, "blue");
    const [seen, lines]: [string[], string[]] = [[], []];
    const ended = await client.follow(job.name, {
      onStatus: ({ status }) => seen.push(status),
      onLines: (more) => lines.push(...more.lines),
    });
    assert.equal(ended.status, "Completed", lines.join("\n"));
    assert.equal(seen.at(-1), "Completed");
    assert.deepEqual(batch.rows(job.name), ["a.txt 1", "b.txt 2", "d.txt 3"]);
    assert.ok(
      lines.some((line) => line.includes("scoring 2 files")),
      lines.join("\n"),
    );
  });

  it("take one file, a data asset in its spellings, and a datastore's path by ARM id", async () => {
    const folder = batch.upload({ "a.txt": "1" });
    const path = folder.slice(folder.indexOf("/paths/"));
    const { workspace } = batch.local;
    await batch.local.put(`${workspace}/data/pictures/versions/1`, {
      properties: { dataType: "uri_folder", dataUri: folder },
    });
    const inputs = [
      { type: "UriFile", uri: `${folder}/a.txt` },
      { type: "UriFolder", uri: `${workspace}/datastores/workspaceblobstore${path}` },
      { type: "UriFolder", uri: `azureml:${workspace}/data/pictures/versions/1` },
      { type: "UriFolder", uri: `azureml:${workspace}/data/pictures/labels/latest` },
    ] as const;
    for (const input of inputs) {
      const { name } = await client.invoke({ input });
      assert.equal((await client.follow(name)).status, "Completed", input.uri);
      assert.deepEqual(batch.rows(name), ["a.txt 1"], input.uri);
    }
  });

  it("have a log of any length, of which each line is told once", async () => {
    const count = 120_000;
    const folder = batch.upload({ "talk.txt": String(count) });
    const { name } = await client.invoke({ input: { type: "UriFolder", uri: folder } });
    const numbers: number[] = [];
    const job = await client.follow(name, {
      onLines: ({ lines }) =>
        numbers.push(...lines.flatMap((line) => /(\d+) çok güzel\.+$/.exec(line)?.[1] ?? []).map(Number)),
    });
    assert.equal(job.status, "Completed");
    assert.deepEqual(numbers.length, count);
    assert.ok(numbers.every((number, at) => number === at));
  });

  it("are listed newest first, of the endpoint and of a deployment", async () => {
    const folder = batch.upload({ "a.txt": "1" });
    const jobs = [];
    for (const name of ["first", "second"])
      jobs.push(await client.invoke({ input: { type: "UriFolder", uri: folder }, name }));
    const names = (await client.list()).map(({ name }) => name);
    assert.deepEqual(names.slice(0, 2), ["second", "first"]);
    assert.deepEqual((await client.list("blue")).length, names.length);
    for (const { name } of jobs) await client.follow(name);
  });

  it("end with their workers when they are canceled", async () => {
    const folder = batch.upload({ "wait.txt": "1" });
    const { name } = await client.invoke({ input: { type: "UriFolder", uri: folder } });
    await batch.says(name, "waiting");
    await client.cancel(name);
    assert.equal((await client.show(name)).status, "Canceled");
    await client.cancel(name);
  });

  it("tell why they failed", async () => {
    const folder = batch.upload({ "bad.txt": "1", "fine.txt": "2" });
    const { name } = await client.invoke({
      ...{ input: { type: "UriFolder", uri: folder }, errorThreshold: 0, maxRetries: 0 },
      miniBatchSize: 1,
    });
    const ended = await client.follow(name);
    assert.equal(ended.status, "Failed");
    assert.match(ended.error ?? "", /error_?threshold|failed/i);
  });

  it("go on after a restart of the local Azure ML, with each file once", async () => {
    const files = Object.fromEntries(
      Array.from({ length: 12 }, (_, at) => [`slow-${String(at + 10)}.txt`, String(at)]),
    );
    const { name } = await client.invoke({ input: { type: "UriFolder", uri: batch.upload(files) }, miniBatchSize: 1 });
    await batch.says(name, "slow-12.txt");
    await client.close();
    await batch.restart();
    const env = { PULUMI_AZUREML_ARM_URL: batch.local.url };
    client = await BatchClient.open(openArm({}, env), batch.local.workspace, batch.endpoint);
    assert.equal((await client.follow(name)).status, "Completed");
    assert.deepEqual(
      batch.rows(name),
      Object.entries(files).map(([file, text]) => `${file} ${text}`),
    );
  });

  it("have each file once, though their workers are killed at random", async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`      seed ${seed}`);
    const random = seeded(seed);
    const names = Array.from({ length: 40 }, (_, at) => `slow-${String(at).padStart(2, "0")}.txt`);
    const folder = batch.upload(Object.fromEntries(names.map((name, at) => [name, String(at)])));
    const job = await client.invoke({
      input: { type: "UriFolder", uri: folder },
      ...{ miniBatchSize: 2, instanceCount: 3, maxRetries: 100, errorThreshold: 0 },
    });
    const killed = new Set<number>();
    const ended = await client.follow(job.name, {
      onLines: ({ lines }) => {
        const pids = lines.flatMap((line) => /(\d+) is scoring/.exec(line)?.[1] ?? []).map(Number);
        const alive = processesUnder(process.pid);
        for (const pid of pids.filter((one) => alive.includes(one) && !killed.has(one) && random() < 0.3)) {
          killed.add(pid);
          process.kill(pid, "SIGKILL");
        }
      },
    });
    assert.equal(ended.status, "Completed", ended.error);
    assert.ok(killed.size > 0, "none was killed");
    assert.deepEqual(
      batch.rows(job.name),
      names.map((name, at) => `${name} ${at}`),
    );
  });

  describe("are refused before they start", () => {
    const cases: [what: string, invocation: () => Parameters<BatchClient["invoke"]>[0], message: RegExp][] = [
      [
        "for data that is not there",
        () => ({ input: { type: "UriFolder", uri: "azureml://datastores/workspaceblobstore/paths/none" } }),
        /there is no file below/,
      ],
      [
        "for a datastore that is not there",
        () => ({ input: { type: "UriFolder", uri: "azureml://datastores/none/paths/x" } }),
        /is no path of a datastore/,
      ],
      [
        "for a file as a folder",
        () => ({ input: { type: "UriFolder", uri: `${batch.upload({ "a.txt": "1" })}/a.txt` } }),
        /is a file; its type is UriFile/,
      ],
      [
        "for a folder as a file",
        () => ({ input: { type: "UriFile", uri: batch.upload({ "a.txt": "1" }) } }),
        /there is no file at/,
      ],
      [
        "for an unknown deployment",
        () => ({ input: { type: "UriFolder", uri: batch.upload({ "a.txt": "1" }) }, deployment: "none" }),
        /404 DeploymentNotFound: .*no deployment "none"/,
      ],
      [
        "for a name that is taken",
        () => ({ input: { type: "UriFolder", uri: batch.upload({ "a.txt": "1" }) }, name: "first" }),
        /409 Conflict/,
      ],
    ];
    for (const [what, invocation, message] of cases) {
      it(what, () => assert.rejects(client.invoke(invocation()), refusal(message)));
    }

    it("with all faults of the call at once, and nothing is sent", () =>
      assert.rejects(
        client.invoke({
          input: { type: "UriFile", uri: "" },
          miniBatchSize: 0,
          errorThreshold: -2,
          timeoutSeconds: 0.5,
        }),
        refusal(/4 faults[^]*miniBatchSize: 0 given[^]*errorThreshold: -2[^]*timeoutSeconds: 0.5[^]*input\.uri/),
      ));
  });

  it("are nobody's who has no token for scoring", async () => {
    const { body } = await batch.local.get(`${batch.local.workspace}/batchEndpoints/${batch.endpoint}`);
    for (const authorization of ["", "Bearer x"]) {
      const answer = await batch.local.send("POST", body.properties.scoringUri, {}, { authorization });
      assert.equal(answer.status, 401);
    }
  });

  it("are not there where the endpoint is not", async () => {
    const arm = openArm({}, { PULUMI_AZUREML_ARM_URL: batch.local.url });
    await assert.rejects(
      BatchClient.open(arm, batch.local.workspace, "none"),
      /none: the workspace has no batch endpoint/,
    );
    await assert.rejects(client.show("none"), (error) => error instanceof ArmError && error.status === 404);
  });
});
