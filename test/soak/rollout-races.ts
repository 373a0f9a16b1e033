/**
 * Lets two runners, and runners and people, do the same at the same time, and checks what comes of it. Build first
 * (`npm run build`), then
 * `node -r ts-node/register/transpile-only test/soak/rollout-races.ts --races 200 --seed 1 [--kind people]`
 */
import { parseArgs } from "node:util";
import { Random } from "../kills/random";
import { type Kind, kinds, type RaceReport, raceRollouts } from "./rollout/race-rollouts";
import { print, script } from "./script";

const { values } = parseArgs({
  options: { races: { type: "string" }, seed: { type: "string" }, kind: { type: "string" } },
});
const count = Number(values.races ?? 200);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const random = new Random(seed);
const chosen = kinds.filter((kind) => values.kind === undefined || kind === values.kind);
const races = Array.from({ length: count }, (): Kind => random.of(chosen));
const reports: RaceReport[] = [];

function table(): void {
  const seconds = reports.reduce((total, report) => total + report.seconds, 0);
  print(`seed ${seed}: ${reports.length} races in ${seconds.toFixed(0)} s`);
  for (const kind of chosen) {
    const of = reports.filter((report) => report.kind === kind);
    const told = new Map<string, number>();
    for (const words of of.flatMap((report) => report.told)) {
      const what = words.replace(/ after .* ms/, "");
      if (!what.startsWith("run:")) told.set(what, (told.get(what) ?? 0) + 1);
    }
    print(`  ${kind}: ${of.length}`);
    for (const [what, times] of [...told].sort()) print(`    ${what}: ${times}`);
  }
  print("  weights, deployments, state, every write and the journal were right after each of these");
}

print(`${count} races, seed ${seed}`);
script(
  raceRollouts({
    races,
    seed,
    onRace(report) {
      reports.push(report);
      const { race, kind, told, ending, seconds } = report;
      print(`${race} (${kind}): ${told.join("; ")}: ${ending} in ${seconds.toFixed(0)} s`);
    },
  }),
  table,
);
