/** `npm run bench [-- NAME…] [--quick] [--endpoints=1,100]`: measures, and prints a table of ratios. */
import type { Bench, Figure } from "./bench";
import { batch } from "./batch/throughput";
import { besideUndici } from "./client/beside-undici";
import { clientMemory } from "./client/memory";
import { importTime } from "./components/import-time";
import { scale } from "./components/scale";
import { source } from "./components/source";
import { typeCheck } from "./components/type-check";
import { beforeServer } from "./serving/before-server";
import { besideNginx } from "./serving/beside-nginx";
import { memory } from "./serving/memory";
import { start } from "./start";

const BENCHES: readonly Bench[] = [
  start,
  beforeServer,
  besideNginx,
  memory,
  batch,
  besideUndici,
  clientMemory,
  importTime,
  typeCheck,
  source,
  scale,
];

async function main(args: readonly string[]): Promise<void> {
  const names = args.filter((argument) => !argument.startsWith("--"));
  const unknown = names.filter((name) => BENCHES.every((bench) => bench.name !== name));
  if (unknown.length > 0) {
    throw new Error(`no benchmark ${unknown.join(", ")}; there are ${BENCHES.map(({ name }) => name).join(", ")}`);
  }
  const quick = args.includes("--quick");
  const given = args.find((argument) => argument.startsWith("--endpoints="))?.split("=")[1];
  const endpoints = (given ?? (quick ? "1" : "1,100")).split(",").map(Number);
  const effort = quick
    ? { rounds: 1, seconds: 2, requests: 100_000, files: 1_000 }
    : { rounds: 5, seconds: 5, requests: 1_000_000, files: 10_000 };
  const tell = (line: string): void => void process.stderr.write(`  ${line}\n`);
  for (const bench of BENCHES.filter(({ name }) => names.length === 0 || names.includes(name))) {
    process.stderr.write(`${bench.question}\n`);
    print(await bench.run({ ...effort, endpoints, tell }));
  }
}

function print(figures: readonly Figure[]): void {
  for (const { what, value, wanted } of figures) {
    const shown = value >= 100 ? value.toFixed(0) : value.toFixed(2);
    process.stdout.write(`${what.padEnd(60)} ${shown.padStart(10)}${wanted === undefined ? "" : `   (${wanted})`}\n`);
  }
}

// What a benchmark has started ends with this process, also where somebody ends that.
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => process.exit(1));

main(process.argv.slice(2)).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
