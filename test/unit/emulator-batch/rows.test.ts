import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { copyFile } from "node:fs/promises";
import { join } from "node:path";

import { filesIn } from "../../../emulator/batch/files-in";
import { skip } from "../../skip";
import { assertStatus, Batch, READS, watched } from "./jobs";

describe("the rows of a batch job", function () {
  this.timeout(120_000);
  let batch: Batch;
  before(function () {
    if (process.platform !== "linux") skip(this, "reads /proc");
  });
  beforeEach(() => (batch = new Batch()));
  afterEach(() => batch.close());

  const completes = async (...given: Parameters<Batch["run"]>): Promise<void> => {
    assertStatus(await batch.run(...given), batch.engine.find("job"), "Completed");
  };

  it("are what the script returns by hand, in the order of the files, whoever ran them", async () => {
    const files = batch.files(25);
    await completes(READS, [...files].reverse(), { maxConcurrencyPerInstance: 2, instanceCount: 2, miniBatchSize: 3 });
    const byHand = execFileSync(
      "python3",
      [
        "-c",
        "import score, sys; score.init(); print('\\n'.join(score.run(sys.argv[1:])))",
        ...files.map((f) => join(batch.input, f)),
      ],
      {
        cwd: join(batch.folder, "code"),
        env: { ...process.env, INPUT: batch.input, PYTHONDONTWRITEBYTECODE: "1" },
        encoding: "utf8",
      },
    );
    assert.deepEqual(batch.rows(), byHand.trim().split("\n"));
  });

  it("are written of DataFrames with spaces between, without header and index", async () => {
    // The form is pandas' own: what it is asked for is what matters here.
    batch.write(
      "stubs/pandas.py",
      `
class DataFrame:
    def __init__(self, rows): self.rows = rows
    def __len__(self): return len(self.rows)
    def to_csv(self, file, sep, header, index):
        assert not header and not index
        file.writelines(sep.join(row) + "\\n" for row in self.rows)
`,
    );
    const script = `
import os, pandas
def init(): pass
def run(mini_batch): return pandas.DataFrame([[os.path.basename(path), "yes"] for path in mini_batch])
`;
    await completes(script, batch.files(3), {
      environmentVariables: { PYTHONPATH: join(batch.folder, "stubs") },
    });
    assert.deepEqual(batch.rows(), ["0000.txt yes", "0001.txt yes", "0002.txt yes"]);
  });

  it("may be more than the files, and of any kind that has a text", async () => {
    const script = `
def init(): pass
def run(mini_batch): return [["a", 1], {"b": None}, 2.5, "ä"]
`;
    await completes(script, batch.files(1), { errorThreshold: 0 });
    assert.deepEqual(batch.rows(), ["['a', 1]", "{'b': None}", "2.5", "ä"]);
  });

  it("name files as they are called, however odd", async () => {
    const names = ["with space.txt", "quote\"'.txt", "line\nbreak.txt", "ünï/код/🦊.txt", "-rf", "%20.txt", "a\\b.txt"];
    const files = batch.named(Object.fromEntries(names.map((name) => [name, "x"])));
    await completes(READS.replace("{os.path.relpath(path, root)}", "{ascii(os.path.relpath(path, root))}"), files);
    const named = execFileSync("python3", [
      "-c",
      "import sys; [print(ascii(a)) for a in sys.argv[1:]]",
      ...names.sort(),
    ]);
    assert.deepEqual(
      batch.rows(),
      named
        .toString()
        .trim()
        .split("\n")
        .map((name) => `${name}=x`),
    );
  });

  it("name files whose names are not UTF-8, by the bytes that they have", async () => {
    const name = Buffer.from([0x66, 0xe4, 0x2e, 0x62]);
    mkdirSync(batch.input, { recursive: true });
    writeFileSync(Buffer.concat([Buffer.from(`${batch.input}/`), name]), "x");
    assert.deepEqual(filesIn(batch.input), ["f\udce4.b"]);
    await completes(READS, filesIn(batch.input));
    const written = readFileSync(join(batch.output, "predictions.csv"));
    assert.deepEqual(written, Buffer.concat([name, Buffer.from("=x\n")]));
  });

  it("are not disturbed by what the script prints, which is in the log with the worker's name", async () => {
    const script = `
import os, subprocess, sys
def init():
    print('{"ready": true}')
def run(mini_batch):
    for path in mini_batch:
        print('{"returned": 99, "bytes": 0}', flush=True)
        print("x" * 100_000, file=sys.stderr)
        subprocess.run(["sh", "-c", "echo from a child; echo more >&2; printf unfinished"])
        os.write(1, b"\\xff raw\\n")
    return [os.path.basename(path) for path in mini_batch]
`;
    const told = watched();
    const files = batch.files(4);
    const { ended } = batch.engine.start(batch.spec(script, files), told.listener);
    assertStatus(await ended, batch.engine.find("job"), "Completed");
    assert.deepEqual(batch.rows(), files);
    const told4 = (text: string): number => told.lines.filter((line) => line.endsWith(text)).length;
    assert.equal(told4(`node0/process000: {"returned": 99, "bytes": 0}`), 4);
    assert.deepEqual([told4("x".repeat(100_000)), told4("from a child"), told4(": more")], [4, 4, 4]);
    const file = readFileSync(join(batch.folder, "work", "job.log"), "utf8");
    assert.match(file, /^\[node0\/process000\] from a child$/m);
  });

  it("are none of SummaryOnly: scripts write files themselves, all workers to one folder", async () => {
    const script = `
import os
def init():
    global folder
    folder = os.environ["AZUREML_BI_OUTPUT_PATH"]
def run(mini_batch):
    for path in mini_batch:
        os.makedirs(os.path.join(folder, "below"), exist_ok=True)
        with open(os.path.join(folder, "below", os.path.basename(path)), "w") as file:
            file.write(str(os.getpid()))
    return mini_batch
`;
    const files = batch.files(6);
    await completes(script, files, { outputAction: "SummaryOnly", maxConcurrencyPerInstance: 2, miniBatchSize: 1 });
    assert.deepEqual(batch.outputs(), ["below"]);
    const written = readdirSync(join(batch.output, "below")).sort();
    assert.deepEqual(written, files);
    assert.equal(new Set(written.map((name) => readFileSync(join(batch.output, "below", name), "utf8"))).size, 2);
  });

  it("may be written by shutdown(), which each worker calls when there is nothing left to do", async () => {
    const script = `
import os
def init():
    global seen
    seen = []
def run(mini_batch):
    seen.extend(os.path.basename(path) for path in mini_batch)
    return mini_batch
def shutdown():
    with open(os.path.join(os.environ["AZUREML_BI_OUTPUT_PATH"], f"{os.getpid()}.txt"), "w") as file:
        file.write(" ".join(seen))
`;
    const files = batch.files(9);
    await completes(script, files, { outputAction: "SummaryOnly", maxConcurrencyPerInstance: 2, miniBatchSize: 1 });
    const written = batch.outputs().map((name) => readFileSync(join(batch.output, name), "utf8"));
    assert.equal(written.length, 2);
    assert.deepEqual(written.join(" ").trim().split(/ +/).sort(), files);
  });

  it("come of files that are fetched for their mini batch and removed after it", async () => {
    const files = batch.files(10);
    let [here, most] = [0, 0];
    const script = `
import glob, os
def init(): pass
def run(mini_batch):
    there = glob.glob(os.path.join(os.environ["FETCHED"], "*", "*"))
    return [f"{open(path).read()} {len(there)}" for path in mini_batch]
`;
    await completes(script, files, {
      environmentVariables: { FETCHED: join(batch.folder, "work", "input") },
      input: {
        files,
        fetch: async (path, target) => {
          most = Math.max(most, ++here);
          await copyFile(join(batch.input, path), target);
          here--;
        },
      },
    });
    assert.deepEqual(
      batch.rows(),
      files.map((_, at) => `${at} 2`),
    );
    assert.ok(most <= 2, `${most} at a time`);
  });

  it("are made with the service's variables and arguments, in a folder of the worker's own, and none of the shell's", async () => {
    const script = `
import argparse, json, os, sys
from beside import NAME
def init():
    global arguments
    parser = argparse.ArgumentParser()
    parser.add_argument("--logging_level")
    arguments, _ = parser.parse_known_args()
def run(mini_batch): return [json.dumps([NAME, arguments.logging_level, os.getcwd(), dict(os.environ)])]
`;
    batch.write("code/beside.py", "NAME = 'beside'");
    process.env["SECRET_OF_THE_SHELL"] = "leak";
    try {
      const model = { folder: join(batch.folder, "model"), name: "m", version: "3" };
      await completes(script, batch.files(1), { model, loggingLevel: "Debug", environmentVariables: { OWN: "1" } });
    } finally {
      delete process.env["SECRET_OF_THE_SHELL"];
    }
    const [beside, level, cwd, variables] = JSON.parse(batch.rows()[0] ?? "");
    assert.deepEqual([beside, level], ["beside", "DEBUG"]);
    assert.equal(cwd, join(batch.folder, "work", "workers", "node0", "process000"));
    assert.equal(variables.AZUREML_MODEL_DIR, join(batch.folder, "model"));
    assert.equal(variables.OWN, "1");
    assert.equal(variables.SECRET_OF_THE_SHELL, undefined);
  });
});
