import { strict as assert } from "node:assert";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

import type { BatchJobSpec, Count } from "../../../emulator/batch/contract";
import { skip } from "../../skip";
import { assertStatus, Batch } from "./jobs";

/** Does with each file what the file says, and counts how often it was tried. */
const OBEYS = `
import os, signal, subprocess, sys, time

def init():
    os.makedirs(os.path.join(os.environ["MARKS"], "tries"), exist_ok=True)

def run(mini_batch):
    told = [open(path).read() for path in mini_batch]
    for path, what in zip(mini_batch, told):
        mark = os.path.join(os.environ["MARKS"], "tries", os.path.basename(path))
        with open(mark, "a") as file:
            file.write(f"{os.getpid()}\\n")
        if what.endswith(" once") and len(open(mark).readlines()) > 1:
            continue
        what = what.split()[0]
        if what == "raise":
            raise ValueError("no luck")
        if what == "exit":
            sys.exit(3)
        if what == "die":
            os.kill(os.getpid(), signal.SIGKILL)
        if what == "leave":
            os._exit(7)
        if what == "haunt":
            # Out of the worker's group, with all of its pipes.
            subprocess.Popen(["sleep", "4"], start_new_session=True, pass_fds=[4])
            os._exit(1)
        if what == "hang":
            time.sleep(600)
        if what == "nothing":
            return None
        if what == "tuple":
            return tuple(told)
    return [os.path.basename(path) for path, what in zip(mini_batch, told) if what != "missing"]
`;

interface Case {
  /** What the files tell, in their order. */
  files: string[];
  spec?: Partial<BatchJobSpec>;
  status: "Completed" | "Failed";
  says?: RegExp;
  /** Succeeded and failed. */
  miniBatches: [number, number];
  counted: [number, number];
  /** Tries of each file; where nobody knows how far others were: undefined. */
  tries?: (number | undefined)[];
  /** Worker processes that had a mini batch. */
  workers?: number;
  rows?: number[];
}

const retries = (maxRetries: number, timeoutSeconds = 30): Partial<BatchJobSpec> => ({
  retrySettings: { maxRetries, timeoutSeconds },
});

const cases: Record<string, Case> = {
  "raises each time: its files fail, others don't": {
    files: ["ok", "ok", "raise", "ok", "ok"],
    spec: retries(2),
    status: "Completed",
    miniBatches: [2, 1],
    counted: [3, 2],
    tries: [1, 1, 3, 0, 1],
    rows: [0, 1, 4],
  },
  "raises once: it is tried again in the same worker": {
    files: ["raise once", "ok"],
    spec: { ...retries(1), errorThreshold: 0 },
    status: "Completed",
    miniBatches: [1, 0],
    counted: [2, 0],
    workers: 1,
    tries: [2, 1],
    rows: [0, 1],
  },
  "raises once and may not be tried again": {
    files: ["raise once", "ok", "ok"],
    spec: retries(0),
    status: "Completed",
    miniBatches: [1, 1],
    counted: [1, 2],
    tries: [1, 0, 1],
    rows: [2],
  },
  "ends the program: that is no more than an exception": {
    files: ["exit", "ok"],
    spec: { ...retries(1), miniBatchSize: 1 },
    status: "Completed",
    miniBatches: [1, 1],
    counted: [1, 1],
    tries: [2, 1],
    rows: [1],
  },
  "is killed each time: each try gets a new worker": {
    files: ["die", "ok"],
    spec: { ...retries(2), miniBatchSize: 1 },
    status: "Completed",
    miniBatches: [1, 1],
    counted: [1, 1],
    workers: 4,
    tries: [3, 1],
    rows: [1],
  },
  "leaves once": {
    files: ["leave once", "ok"],
    spec: { ...retries(1), errorThreshold: 0 },
    status: "Completed",
    miniBatches: [1, 0],
    counted: [2, 0],
    workers: 2,
    tries: [2, 1],
    rows: [0, 1],
  },
  "leaves once, and a process behind that holds its pipes": {
    files: ["haunt once", "ok"],
    spec: { ...retries(1), errorThreshold: 0 },
    status: "Completed",
    miniBatches: [1, 0],
    counted: [2, 0],
    tries: [2, 1],
    rows: [0, 1],
  },
  "takes too long once": {
    files: ["hang once", "ok"],
    spec: { ...retries(1, 1.5), errorThreshold: 0 },
    status: "Completed",
    miniBatches: [1, 0],
    counted: [2, 0],
    workers: 2,
    tries: [2, 1],
    rows: [0, 1],
  },
  "takes too long each time: the job fails, whatever the threshold": {
    files: ["hang", "ok"],
    spec: retries(1, 0.4),
    status: "Failed",
    says: /^The run\(\) function in the entry script had timeout for 2 times\.$/,
    miniBatches: [0, 0],
    counted: [0, 0],
    tries: [2, 0],
  },
  "takes too long and raises": {
    files: ["hang once", "raise", "ok"],
    spec: retries(1, 1),
    status: "Completed",
    miniBatches: [1, 1],
    counted: [1, 2],
    tries: [2, 1, 1],
    rows: [2],
  },
  "returns fewer elements: those that are missing fail, and it is not tried again": {
    files: ["ok", "missing", "missing", "missing", "ok"],
    spec: { ...retries(3), errorThreshold: 3 },
    status: "Completed",
    miniBatches: [1, 2],
    counted: [2, 3],
    tries: [1, 1, 1, 1, 1],
    rows: [0, 4],
  },
  "returns nothing": {
    files: ["nothing", "ok", "ok"],
    status: "Completed",
    miniBatches: [1, 1],
    counted: [1, 2],
    tries: [2, 0, 1],
    rows: [2],
  },
  "returns what is neither list nor DataFrame": {
    files: ["tuple", "ok", "ok"],
    status: "Completed",
    miniBatches: [1, 1],
    counted: [1, 2],
    rows: [2],
  },
  "fails as often as the threshold allows": {
    files: ["raise", "ok", "raise", "ok", "ok"],
    spec: { ...retries(0), errorThreshold: 4 },
    status: "Completed",
    miniBatches: [1, 2],
    counted: [1, 4],
    rows: [4],
  },
  "fails once more: the job ends at once, without rows": {
    files: ["raise", "ok", "missing", "ok", "ok"],
    spec: { ...retries(0), errorThreshold: 2 },
    status: "Failed",
    says: /^3 files have failed; the error threshold allows 2\.$/,
    miniBatches: [0, 2],
    counted: [1, 3],
    tries: [1, 0, 1, 1, 0],
  },
  "fails and none may": {
    files: ["ok", "ok", "missing", "ok", "ok"],
    spec: { errorThreshold: 0 },
    status: "Failed",
    says: /^1 file has failed; the error threshold allows 0\.$/,
    miniBatches: [1, 1],
    counted: [3, 1],
    tries: [1, 1, 1, 1, 0],
  },
  "fails while others run: they are ended": {
    files: ["raise", "hang"],
    spec: { ...retries(0), errorThreshold: 0, miniBatchSize: 1, maxConcurrencyPerInstance: 2 },
    status: "Failed",
    says: /^1 file has failed/,
    miniBatches: [0, 1],
    counted: [0, 1],
    tries: [1, undefined],
  },
  "fails with all files: there is nothing to write": {
    files: ["raise", "missing"],
    spec: { ...retries(0), miniBatchSize: 1 },
    status: "Failed",
    says: /^There is no succeeded mini batch item returned from run\(\)/,
    miniBatches: [0, 2],
    counted: [0, 2],
  },
  "fails with all files where nothing is to be written": {
    files: ["raise", "missing"],
    spec: { ...retries(0), outputAction: "SummaryOnly" },
    status: "Completed",
    miniBatches: [0, 1],
    counted: [0, 2],
  },
};

describe("a batch job with a mini batch that", function () {
  this.timeout(120_000);
  let batch: Batch;
  before(function () {
    if (process.platform !== "linux") skip(this, "reads /proc");
  });
  beforeEach(() => (batch = new Batch()));
  afterEach(() => batch.close());

  const nameOf = (at: number): string => `${at}.txt`;
  /** The workers that have tried a file, in their order. */
  const triesOf = (at: number): string[] => {
    const mark = join(batch.folder, "tries", nameOf(at));
    return existsSync(mark) ? readFileSync(mark, "utf8").trim().split("\n") : [];
  };

  for (const [what, { files, spec, status, says, miniBatches, counted, tries, workers, rows }] of Object.entries(
    cases,
  )) {
    it(what, async () => {
      const names = batch.named(Object.fromEntries(files.map((text, at) => [nameOf(at), text])));
      const view = await batch.run(OBEYS, names, spec);

      assertStatus(view, batch.engine.find("job"), status);
      assert.match(view.error?.message ?? "", says ?? /^$/);
      const { total: batches, ...ended } = view.counts.miniBatches;
      assert.deepEqual(ended, endings(miniBatches));
      assert.equal(batches, Math.ceil(files.length / (spec?.miniBatchSize ?? 2)));
      assert.deepEqual(view.counts.files, { total: files.length, ...endings(counted) });
      tries?.forEach((expected, at) => {
        if (expected !== undefined) assert.equal(triesOf(at).length, expected, `tries of ${at}`);
      });
      if (workers) assert.equal(new Set(files.flatMap((_, at) => triesOf(at))).size, workers);
      assert.deepEqual(batch.outputs(), rows ? ["predictions.csv"] : []);
      if (rows) assert.deepEqual(batch.rows(), rows.map(nameOf));
      assert.deepEqual(batch.workers(), []);
    });
  }
});

function endings([succeeded, failed]: [number, number]): Omit<Count, "total"> {
  return { succeeded, failed };
}
