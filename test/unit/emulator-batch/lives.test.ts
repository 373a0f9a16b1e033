import { strict as assert } from "node:assert";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { BatchJobCounts, JobStatus } from "../../../emulator/batch/contract";
import { skip } from "../../skip";
import { seeded } from "../emulator-serving/chance";
import { assertStatus, Batch, READS, watched } from "./jobs";

/** Says what it has begun, and goes on with what it was told to wait for never. */
const HANGS = `
import os, subprocess, time

def init():
    subprocess.Popen(["sleep", "600"])

def run(mini_batch):
    print("begun", flush=True)
    time.sleep(600)
`;

describe("the life of a batch job", function () {
  this.timeout(120_000);
  let batch: Batch;
  before(function () {
    if (process.platform !== "linux") skip(this, "reads /proc");
  });
  beforeEach(() => (batch = new Batch()));
  afterEach(() => batch.close());

  it("leads through the service's statuses, and is told as it goes", async () => {
    const statuses: JobStatus[] = [];
    const counts: BatchJobCounts[] = [];
    const job = batch.engine.start(batch.spec(READS, batch.files(5)), {
      statusChanged: ({ status }) => statuses.push(status),
      progressed: (told) => counts.push(told),
    });
    assert.equal(job.view.status, "NotStarted");
    assert.equal(batch.engine.find("JOB"), job);
    const view = await job.ended;
    const all = ["NotStarted", "Starting", "Preparing", "Running", "Finalizing", "Completed"];
    assert.deepEqual(statuses, all);
    assert.deepEqual(
      view.history.map(({ status }) => status),
      all,
    );
    assert.ok(view.history.every(({ at }, index) => at >= (view.history[index - 1]?.at ?? at)));
    assert.deepEqual(
      counts.map(({ miniBatches, files }) => [miniBatches.succeeded, miniBatches.total, files.succeeded, files.total]),
      [
        [1, 3, 2, 5],
        [2, 3, 4, 5],
        [3, 3, 5, 5],
      ],
    );
  });

  it("has each file exactly once, though workers are killed at random", async () => {
    const seed = Date.now() % 1_000_000;
    console.log(`      seed ${seed}`);
    const random = seeded(seed);
    const files = batch.files(120);
    const script = READS.replace("def init():", 'def init():\n    open(f"{os.environ[\'MARKS\']}/{os.getpid()}", "w")');
    const kills = { loading: 0, loaded: 0 };
    const job = batch.engine.start(
      batch.spec(script, files, {
        miniBatchSize: 3,
        maxConcurrencyPerInstance: 3,
        errorThreshold: 0,
        retrySettings: { maxRetries: 1_000, timeoutSeconds: 30 },
      }),
      {
        // Whatever they are doing just now: running, writing, answering, waiting, and loading, though for that job's sake
        // no more than twice: a third death in a row says that init() is to blame.
        progressed: () => {
          for (const pid of batch.workers()) {
            const doing = existsSync(join(batch.folder, String(pid))) ? "loaded" : "loading";
            if (random() < 0.4 && (doing === "loaded" || kills.loading < 2)) {
              kills[doing]++;
              process.kill(pid, "SIGKILL");
            }
          }
        },
      },
    );
    assertStatus(await job.ended, job, "Completed");
    assert.ok(kills.loaded > 5, `${kills.loaded} were killed`);
    assert.deepEqual(
      batch.rows(),
      files.map((name, at) => `${name}=${at}`),
    );
  });

  it("ends in Canceled when it is canceled, and leaves no process", async () => {
    const told = watched();
    const spec = batch.spec(HANGS, batch.files(4), {
      maxConcurrencyPerInstance: 2,
      instanceCount: 2,
      miniBatchSize: 1,
    });
    const job = batch.engine.start(spec, told.listener);
    await told.line(/process001: begun/);
    assert.ok(batch.workers().length > 0);
    await job.cancel();
    assert.deepEqual(batch.workers(), []);
    assertStatus(job.view, job, "Canceled");
    assert.deepEqual(job.view.history.at(-2)?.status, "CancelRequested");
    await job.cancel();
    assert.deepEqual(batch.outputs(), []);
  });

  it("ends in Canceled where it is canceled before anything has happened", async () => {
    const job = batch.engine.start(batch.spec(HANGS, batch.files(4)));
    await job.cancel();
    assertStatus(await job.ended, job, "Canceled");
  });

  it("stays Completed when it is canceled afterwards", async () => {
    await batch.run(READS, batch.files(1));
    const job = batch.engine.find("job");
    await job?.cancel();
    assert.equal(job?.view.status, "Completed");
  });

  const unloadable: [what: string, script: string, says: RegExp, logs: RegExp][] = [
    ["init() raises", "def init(): raise ValueError('no model')", /ValueError: no model/, /line 1, in init/],
    ["init() is missing", "run = list", /no attribute 'init'/, /AttributeError/],
    ["the script can't be parsed", "def init(:", /SyntaxError/, /score\.py", line 1/],
    ["the script ends", "import sys; sys.exit('enough')", /SystemExit: enough/, /SystemExit: enough/],
    ["the worker ends", "import os; print('so long'); os._exit(5)", /exit code 5/, /so long/],
  ];
  for (const [what, script, says, logs] of unloadable) {
    it(`ends in Failed where ${what}, with the reason in its log`, async () => {
      const view = await batch.run(script, batch.files(3), { maxConcurrencyPerInstance: 2 });
      const job = batch.engine.find("job");
      assertStatus(view, job, "Failed");
      assert.equal(view.error?.code, "UserError");
      assert.match(view.error?.message ?? "", says);
      assert.match(job?.log() ?? "", logs);
      assert.match(readFileSync(join(batch.folder, "work", "job.log"), "utf8"), logs);
      assert.deepEqual(batch.workers(), []);
    });
  }

  const unrunnable: [what: string, changes: Parameters<Batch["spec"]>[2], files: string[], says: RegExp][] = [
    ["there is no input", {}, [], /does not contain any data/],
    ["a path leads out of the input", {}, ["../secret"], /"\.\.\/secret" given/],
    ["the rows would lie elsewhere", { outputFileName: "/tmp/rows" }, ["a"], /outputFileName: "\/tmp\/rows" given/],
    ["a mini batch has no files", { miniBatchSize: 0 }, ["a"], /miniBatchSize: 0 given/],
    ["there is no script", { code: undefined }, ["a"], /no code/],
    ["the conda file can't be read", { environment: { condaFile: "a: [" } }, ["a"], /not YAML/],
  ];
  for (const [what, changes, files, says] of unrunnable) {
    it(`ends in Failed where ${what}`, async () => {
      const view = await batch.run(READS, files, changes);
      assertStatus(view, batch.engine.find("job"), "Failed");
      assert.match(view.error?.message ?? "", says);
    });
  }

  it("ends in Failed where the output can't be put away, and keeps what came of the mini batches", async () => {
    const output = { put: () => Promise.reject(new Error("no space")) };
    const view = await batch.run(READS, batch.files(2), { output });
    assertStatus(view, batch.engine.find("job"), "Failed");
    assert.deepEqual(view.error, { code: "InternalError", message: "no space" });
    assert.equal(view.counts.files.succeeded, 2);
  });

  it("keeps what scripts have written themselves where it fails", async () => {
    const script = `
import os
def init(): open(os.path.join(os.environ["AZUREML_BI_OUTPUT_PATH"], "notes.txt"), "w").close()
def run(mini_batch): return mini_batch[1:]
`;
    const view = await batch.run(script, batch.files(4), { errorThreshold: 0 });
    assertStatus(view, batch.engine.find("job"), "Failed");
    assert.deepEqual(batch.outputs(), ["notes.txt"]);
    assert.deepEqual(readdirSync(join(batch.folder, "work")).sort(), ["job.log", "journal.jsonl"]);
  });

  it("goes on with another file where one can't be fetched", async () => {
    const files = batch.files(3);
    const asked: string[] = [];
    const fetch = async (path: string, target: string): Promise<void> => {
      asked.push(path);
      if (path === "0001.txt") throw new Error("blob is gone");
      batch.write(target.slice(batch.folder.length), "x");
    };
    const view = await batch.run(READS.replace("os.path.relpath(path, root)", "os.path.basename(path)"), files, {
      input: { files, fetch },
      miniBatchSize: 1,
    });
    const job = batch.engine.find("job");
    assertStatus(view, job, "Completed");
    assert.deepEqual(asked, ["0000.txt", "0001.txt", "0001.txt", "0002.txt"]);
    assert.deepEqual(batch.rows(), ["0000.txt=x", "0002.txt=x"]);
    assert.match(job?.log() ?? "", /can't be fetched: blob is gone/);
  });
});
