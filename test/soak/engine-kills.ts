/**
 * Kills engines, providers and programs in the middle of random updates and checks what comes of it. Build first
 * (`npm run build`), then
 * `node -r ts-node/register/transpile-only test/soak/engine-kills.ts --sequences 100 --seed 1`
 */
import { inspect, parseArgs } from "node:util";
import { killEngines, type SequenceReport } from "./kill-sequences";

const { values } = parseArgs({ options: { sequences: { type: "string" }, seed: { type: "string" } } });
const sequences = Number(values.sequences ?? 100);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const reports: SequenceReport[] = [];
const print = (line: string): void => void process.stdout.write(`${line}\n`);

function table(): void {
  const sum = (one: (report: SequenceReport) => number) => reports.reduce((total, report) => total + one(report), 0);
  const remedies = new Map<string, number>();
  for (const report of reports) {
    for (const [name, times] of Object.entries(report.remedies)) remedies.set(name, (remedies.get(name) ?? 0) + times);
  }
  print(
    `seed ${seed}: ${reports.length} sequences, ${sum(({ story }) => story.length)} updates, ${sum(({ kills }) => kills)} kills`,
  );
  for (const way of ["up", "recover, up"] as const) {
    print(`  ${reports.filter((report) => report.way === way).length} came right by: ${way}`);
  }
  print(`  recovery: ${[...remedies].map(([name, times]) => `${name} ${times}`).join(", ") || "never needed"}`);
  print(
    `  ${sum(({ samples }) => samples)} reads and ${sum(({ writes }) => writes)} writes of endpoints: no split that nobody asked for`,
  );
}

print(`${sequences} sequences, seed ${seed}`);
killEngines({
  sequences,
  seed,
  onSequence(report) {
    reports.push(report);
    print(`${report.sequence}: ${report.story.join("; ")}: ${report.way} ${JSON.stringify(report.remedies)}`);
  },
}).then(table, (error: unknown) => {
  table();
  process.stderr.write(`seed ${seed}: ${inspect(error)}\n`);
  process.exitCode = 1;
});
