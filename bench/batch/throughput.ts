import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { homeFolder, preparePythonEnvironment } from "../../emulator/index";
import type { Bench, Figure } from "../bench";
import { median } from "../median";
import { runJob } from "./job-process";
import { runPlainLoop } from "./plain-loop";

const WORKERS = [1, 2, 4];

/** About 10 ms of SHA-256 on the machine of the README's figures. */
const HEAVY = 20_000;
const MINI_BATCH = 10;
const MEBIBYTE = 1024 * 1024;

/** A job of the local Azure ML, and a loop over the same files by the same script. */
export const batch: Bench = {
  name: "batch",
  question: "What does a batch job cost over a plain Python loop, and what do workers gain?",
  async run({ rounds, files: count, tell }) {
    const folder = mkdtempSync(join(tmpdir(), "bench-batch-"));
    try {
      const { python } = await preparePythonEnvironment({ home: homeFolder() }, tell);
      const rig = new Rig(folder, python);
      return [...(await workers(rig, rounds, tell)), ...(await smallFiles(rig, count, tell))];
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  },
};

async function workers(rig: Rig, rounds: number, tell: (line: string) => void): Promise<Figure[]> {
  const [files, work] = [rig.files(600), HEAVY];
  const ratios = new Map<number, number[]>(WORKERS.map((count) => [count, []]));
  for (let round = 1; round <= rounds; round++) {
    const loop = await rig.loop(files, work);
    for (const count of WORKERS) {
      const { seconds } = await rig.job(files, work, count);
      ratios.get(count)?.push(loop / seconds);
      tell(`round ${round}: ${count} workers ${seconds.toFixed(2)} s, plain loop ${loop.toFixed(2)} s`);
    }
  }
  return [...ratios].map(([count, seen]) => ({
    what: `throughput with ${count} worker${count === 1 ? "" : "s"} by that of a plain loop`,
    value: median(seen),
    wanted: count === 1 ? "0.9" : undefined,
  }));
}

/** Nothing but what a job costs by itself. */
async function smallFiles(rig: Rig, count: number, tell: (line: string) => void): Promise<Figure[]> {
  const [few, many] = [rig.files(count / 10), rig.files(count)];
  const loop = await rig.loop(many, 1);
  const [small, large] = [await rig.job(few, 1, 2), await rig.job(many, 1, 2)];
  tell(`${count} files: ${large.seconds.toFixed(2)} s, plain loop ${loop.toFixed(2)} s`);
  return [
    {
      what: `ms for each of ${count} small files, over the plain loop`,
      value: ((large.seconds - loop) / count) * 1000,
    },
    {
      what: `memory of the engine's process with ${count} files by that with ${count / 10}`,
      value: large.memory / small.memory,
      wanted: "about 1",
    },
    { what: `MiB of it with ${count} files`, value: large.memory / MEBIBYTE },
  ];
}

/** Makes input, and runs both ways over it; their rows have to be the same. */
class Rig {
  private made = 0;

  constructor(
    private readonly folder: string,
    private readonly python: string,
  ) {}

  files(count: number): string {
    const folder = this.place();
    for (let at = 0; at < count; at++) writeFileSync(join(folder, `${String(at).padStart(6, "0")}.txt`), String(at));
    return folder;
  }

  async loop(files: string, rounds: number): Promise<number> {
    return runPlainLoop(this.python, { files, rounds, miniBatchSize: MINI_BATCH, output: this.expected(files) });
  }

  async job(files: string, rounds: number, workers: number): Promise<{ seconds: number; memory: number }> {
    const folder = this.place();
    const outcome = await runJob({ files, folder, rounds, workers, miniBatchSize: MINI_BATCH });
    const rows = readFileSync(join(folder, "predictions.csv"));
    const expected = this.expected(files);
    if (existsSync(expected) && !rows.equals(readFileSync(expected)))
      throw new Error("the rows of job and loop differ");
    rmSync(folder, { recursive: true });
    return outcome;
  }

  private expected(files: string): string {
    return `${files}.csv`;
  }

  private place(): string {
    const folder = join(this.folder, String(this.made++));
    mkdirSync(folder);
    return folder;
  }
}
