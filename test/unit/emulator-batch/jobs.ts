import { strict as assert } from "node:assert";
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

import type {
  BatchEngine,
  BatchJob,
  BatchJobListener,
  BatchJobSpec,
  BatchJobView,
} from "../../../emulator/batch/contract";
import { createBatchEngine } from "../../../emulator/batch/engine";
import { homeFolder } from "../../../emulator/home";
import { processesUnder } from "../emulator-serving/real-endpoint";

/** Tells for each file its name and what is in it. */
export const READS = `
import os

def init():
    global root
    root = os.environ["INPUT"]

def run(mini_batch):
    return [f"{os.path.relpath(path, root)}={open(path).read()}" for path in mini_batch]
`;

/** A folder with an engine, and jobs over small files. */
export class Batch {
  readonly input: string;
  readonly output: string;
  engine: BatchEngine;

  constructor(readonly folder: string = mkdtempSync(join(tmpdir(), "batch-"))) {
    this.input = join(folder, "data");
    this.output = join(folder, "out");
    this.engine = this.newEngine();
  }

  newEngine(): BatchEngine {
    return createBatchEngine({ folder: join(this.folder, "engine"), pythonHome: homeFolder() });
  }

  /** As a new process would find it. */
  async restart(): Promise<void> {
    await this.engine.stop();
    this.engine = this.newEngine();
  }

  /** Makes files `0000.txt` and on, each with its number in it; returns their paths. */
  files(count: number): string[] {
    const names = Array.from({ length: count }, (_, at) => `${String(at).padStart(4, "0")}.txt`);
    return this.named(Object.fromEntries(names.map((name, at) => [name, String(at)])));
  }

  named(files: Record<string, string>): string[] {
    for (const [name, text] of Object.entries(files)) this.write(join("data", name), text);
    return Object.keys(files);
  }

  write(path: string, text: string): string {
    const file = join(this.folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    return file;
  }

  spec(script: string, files: readonly string[], changes: Partial<BatchJobSpec> = {}): BatchJobSpec {
    this.write("code/score.py", script);
    const { environmentVariables, ...rest } = changes;
    return {
      name: "job",
      endpoint: "fraud",
      deployment: "blue",
      input: { folder: this.input, files },
      code: { folder: join(this.folder, "code"), scoringScript: "score.py" },
      environment: {},
      environmentVariables: { INPUT: this.input, MARKS: this.folder, ...environmentVariables },
      miniBatchSize: 2,
      instanceCount: 1,
      maxConcurrencyPerInstance: 1,
      retrySettings: { maxRetries: 1, timeoutSeconds: 30 },
      errorThreshold: -1,
      outputAction: "AppendRow",
      outputFileName: "predictions.csv",
      loggingLevel: "Info",
      output: {
        put: async (path, file) => {
          mkdirSync(dirname(join(this.output, path)), { recursive: true });
          copyFileSync(file, join(this.output, path));
        },
      },
      workFolder: join(this.folder, "work"),
      ...rest,
    };
  }

  /** Runs a job to its end. */
  run(script: string, files: readonly string[], changes: Partial<BatchJobSpec> = {}): Promise<BatchJobView> {
    return this.engine.start(this.spec(script, files, changes)).ended;
  }

  /** Lines of the job's rows. */
  rows(file = "predictions.csv"): string[] {
    return readFileSync(join(this.output, file), "utf8").split("\n").slice(0, -1);
  }

  outputs(): string[] {
    return existsSync(this.output) ? readdirSync(this.output).sort() : [];
  }

  /** The worker processes of this test. */
  workers(): number[] {
    return processesUnder(process.pid).filter((pid) => commandOf(pid).includes(join(this.folder, "engine")));
  }

  async close(): Promise<void> {
    await this.engine.stop();
    assert.deepEqual(this.workers(), []);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A listener, and what waits for a line of a worker that matches. */
export function watched(): { listener: BatchJobListener; line(pattern: RegExp): Promise<string>; lines: string[] } {
  const lines: string[] = [];
  const waiting = new Set<() => void>();
  return {
    lines,
    listener: {
      logged: (worker, told) => {
        lines.push(...told.map((line) => `${worker}: ${line}`));
        for (const look of [...waiting]) look();
      },
    },
    line: (pattern) =>
      new Promise((settle) => {
        const look = (): void => {
          const found = lines.find((line) => pattern.test(line));
          if (found === undefined) return;
          waiting.delete(look);
          settle(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

/** What a job's status is to be, with the reason in the message where it is not. */
export function assertStatus(view: BatchJobView, job: BatchJob | undefined, status: BatchJobView["status"]): void {
  assert.equal(view.status, status, `${view.error?.message ?? ""}\n${job?.log() ?? ""}`);
}

function commandOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, "utf8");
  } catch {
    return "";
  }
}
