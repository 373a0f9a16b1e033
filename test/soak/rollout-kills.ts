/**
 * Kills runners of rollouts, their engines, providers and programs at random moments and checks what comes of it. Build
 * first (`npm run build`), then
 * `node -r ts-node/register/transpile-only test/soak/rollout-kills.ts --kills 500 --seed 1`
 */
import { parseArgs } from "node:util";
import { killRollouts, type KillReport } from "./rollout/kill-rollouts";
import { print, script } from "./script";

const { values } = parseArgs({ options: { kills: { type: "string" }, seed: { type: "string" } } });
const kills = Number(values.kills ?? 500);
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const reports: KillReport[] = [];

function table(): void {
  const sum = (one: (report: KillReport) => number) => reports.reduce((total, report) => total + one(report), 0);
  const victims = new Map<string, number>();
  for (const [, who = ""] of reports.flatMap(({ told }) => told).map((words) => /^(.+) killed:/.exec(words) ?? [])) {
    if (who !== "" && who !== "nobody") victims.set(who, (victims.get(who) ?? 0) + 1);
  }
  const ended = (how: string) => reports.filter(({ ending }) => ending === how).length;
  print(
    `seed ${seed}: ${reports.length} rollouts in ${sum(({ seconds }) => seconds).toFixed(0)} s, ${sum((report) => report.kills)} kills: ` +
      [...victims].map(([who, times]) => `${who} ${times}`).join(", "),
  );
  print(`  ${ended("succeeded")} succeeded, ${ended("rolled back")} rolled back, as they had to`);
  print(`  ${sum(({ waited }) => waited)} runs found an orphaned engine still at work, and said so`);
  print("  weights, deployments, state, every write and the journal were right after each of these");
}

print(`${kills} kills, seed ${seed}`);
script(
  killRollouts({
    kills,
    seed,
    onRollout(report) {
      reports.push(report);
      const { rollout, fate, ending, told, seconds } = report;
      print(`${rollout} (${fate}): ${told.join("; ")}: ${ending} in ${seconds.toFixed(0)} s`);
    },
  }),
  table,
);
