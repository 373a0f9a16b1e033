import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, existsSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as delay } from "node:timers/promises";

import type { BatchJobSpec, BatchJobView } from "../../../emulator/batch/contract";
import { skip } from "../../skip";
import { processesUnder } from "../emulator-serving/real-endpoint";
import { calls, FILES, holdingJob, release } from "./holding";
import { assertStatus, Batch, watched } from "./jobs";

/** Milliseconds in which the children of a killed process must be gone. */
const PATIENCE = 10_000;

const ROWS = FILES.filter((name) => name !== "missing");

describe("a batch job of an earlier process", function () {
  this.timeout(120_000);
  let batch: Batch;
  before(function () {
    if (process.platform !== "linux") skip(this, "reads /proc");
  });
  beforeEach(() => (batch = new Batch()));
  afterEach(() => batch.close());

  const journal = (): string => join(batch.folder, "work", "journal.jsonl");

  /** A job that was stopped while its third mini batch ran. */
  const stoppedJob = async (changes: Partial<BatchJobSpec> = {}): Promise<BatchJobSpec> => {
    const spec = holdingJob(batch, changes);
    const told = watched();
    const { ended } = batch.engine.start(spec, told.listener);
    await told.line(/holding/);
    await batch.restart();
    assert.equal((await ended).status, "Running");
    assert.deepEqual(batch.workers(), []);
    return spec;
  };
  const resume = async (spec: BatchJobSpec): Promise<BatchJobView> => {
    release(batch);
    return batch.engine.resume(spec).ended;
  };

  it("goes on where it was stopped, and runs nothing again that had ended", async () => {
    const spec = await stoppedJob();
    const view = await resume(spec);
    assertStatus(view, batch.engine.find("job"), "Completed");
    assert.deepEqual(calls(batch), ["a b", "c d", "hold missing", "hold missing", "x y", "z"]);
    assert.deepEqual(batch.rows(), ROWS);
    assert.deepEqual(view.counts, {
      miniBatches: { total: 5, succeeded: 4, failed: 1 },
      files: { total: 9, succeeded: 8, failed: 1 },
    });
    assert.deepEqual(
      view.history.map(({ status }) => status),
      ["NotStarted", "Starting", "Preparing", "Running", "Finalizing", "Completed"],
    );
  });

  it("goes on where its process was killed, and no worker outlives that", async () => {
    const script = join(__dirname, "parent-to-kill.ts");
    const parent = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", script, batch.folder], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(createInterface({ input: parent.stdout }), "line");
    assert.ok(parent.pid);
    const family = processesUnder(parent.pid).slice(1);
    assert.ok(family.length >= 1, `${family.length} children`);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    const end = Date.now() + PATIENCE;
    while (family.some(alive)) {
      assert.ok(Date.now() < end, `still there: ${family.filter(alive).join(", ")}`);
      await delay(10);
    }

    const view = await resume(holdingJob(batch));
    assertStatus(view, batch.engine.find("job"), "Completed");
    assert.deepEqual(calls(batch), ["a b", "c d", "hold missing", "hold missing", "x y", "z"]);
    assert.deepEqual(batch.rows(), ROWS);
  });

  it("does not try again what had no tries left", async () => {
    const spec = await stoppedJob({ errorThreshold: -1 });
    appendFileSync(journal(), `${JSON.stringify({ miniBatch: 4, gaveUp: "no luck" })}\n`);
    const view = await resume(spec);
    assertStatus(view, batch.engine.find("job"), "Completed");
    assert.deepEqual(calls(batch).slice(-2), ["hold missing", "x y"]);
    assert.equal(view.counts.files.failed, 2);
  });

  it("fails at once where more had failed than may", async () => {
    const spec = await stoppedJob();
    appendFileSync(journal(), `${JSON.stringify({ miniBatch: 3, gaveUp: "no luck" })}\n`);
    const view = await resume(spec);
    assertStatus(view, batch.engine.find("job"), "Failed");
    assert.match(view.error?.message ?? "", /2 files have failed/);
    assert.equal(calls(batch).length, 3);
  });

  it("does not believe a line that was not finished, nor rows that are not there", async () => {
    const spec = await stoppedJob();
    const lines = readFileSync(journal(), "utf8").trim().split("\n");
    const { part } = JSON.parse(lines.find((line) => line.includes(`"miniBatch":0`)) ?? "");
    truncateSync(join(batch.folder, "work", "parts", part), 1);
    appendFileSync(journal(), `{"miniBatch":2,"returned":2,"par`);
    assertStatus(await resume(spec), batch.engine.find("job"), "Completed");
    assert.deepEqual(calls(batch).slice(3), ["a b", "hold missing", "x y", "z"]);
    assert.deepEqual(batch.rows(), ROWS);
    await batch.restart();
    assertStatus(await batch.engine.resume(spec).ended, undefined, "Completed");
  });

  it("is canceled where that was asked for and its process was killed before it was done", async () => {
    const spec = await stoppedJob();
    appendFileSync(journal(), `${JSON.stringify({ status: "CancelRequested", at: new Date().toISOString() })}\n`);
    assertStatus(await resume(spec), batch.engine.find("job"), "Canceled");
    assert.equal(calls(batch).length, 3);
  });

  for (const status of ["Completed", "Failed"] as const) {
    it(`stays ${status} with its counts, and nothing is run`, async () => {
      const spec = holdingJob(batch, { errorThreshold: status === "Completed" ? 1 : 0 });
      release(batch);
      const before = await batch.engine.start(spec).ended;
      const ran = calls(batch);
      await batch.restart();
      rmSync(batch.output, { recursive: true, force: true });
      assert.equal(before.status, status);
      assert.deepEqual(await batch.engine.resume(spec).ended, before);
      assert.deepEqual(calls(batch), ran);
      assert.ok(!existsSync(batch.output));
    });
  }

  const lost: [what: string, spoil: (spec: BatchJobSpec) => Partial<BatchJobSpec> | void, says: RegExp][] = [
    ["its journal is gone", () => rmSync(journal()), /its journal can't be read: ENOENT/],
    ["its journal is empty", () => writeFileSync(journal(), ""), /its journal can't be read/],
    [
      "its journal makes no sense",
      () => writeFileSync(journal(), readFileSync(journal(), "utf8").replace(`{"miniBatch":0`, "{")),
      /its journal can't be read/,
    ],
    [
      "it has other files now",
      () => ({ input: { folder: batch.input, files: FILES.slice(1) } }),
      /its files, mini batch size or output/,
    ],
    ["its mini batches are others now", () => ({ miniBatchSize: 3 }), /its files, mini batch size or output/],
    ["it is another job", () => ({ name: "other" }), /is of the job job/],
  ];
  for (const [what, spoil, says] of lost) {
    it(`fails and says so where ${what}`, async () => {
      const spec = await stoppedJob();
      const changed = { ...spec, ...spoil(spec) };
      const view = await resume(changed);
      assertStatus(view, undefined, "Failed");
      assert.equal(view.error?.code, "JobNotResumable");
      assert.match(view.error?.message ?? "", /^The job can't be resumed: /);
      assert.match(view.error?.message ?? "", says);
      assert.equal(calls(batch).length, 3);
      assert.equal(batch.engine.find(changed.name)?.view.status, "Failed");
    });
  }

  it("is not started a second time", async () => {
    const spec = await stoppedJob();
    assert.throws(() => batch.engine.start(spec), /it has a job already/);
    batch.engine.resume(spec);
    assert.throws(() => batch.engine.resume({ ...spec, name: "JOB" }), /job JOB: there is one of that name already/);
    assert.throws(() => batch.engine.forget("job"), /has not ended/);
    await batch.engine.find("job")?.cancel();
    batch.engine.forget("job");
    assert.equal(batch.engine.find("job"), undefined);
    await batch.engine.stop();
    assert.throws(() => batch.engine.start(spec), /the engine was stopped/);
  });
});

/** A process that has ended and waits for its new parent to notice counts as gone: it has no executable any more. */
function alive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`);
}
