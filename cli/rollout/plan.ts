import type { Command } from "commander";
import { MOST_DEPLOYMENTS } from "../../arm/names";
import { wordsFor } from "../../rollout/duration";
import { estimates, type Expected, type Plan, type StageEstimate } from "../../rollout/index";
import { inspect, withoutLease } from "../../runner/index";
import { Failure } from "../failure";
import { print, printFields, printJson, printTable } from "../output";
import { rolloutCommand, withRollout } from "./options";
import { stageSeconds, stageTime, stageWords } from "./words";

/** `rollout plan`. */
export function addPlan(parent: Command): void {
  rolloutCommand(
    parent,
    "plan",
    "show the stages, what they need and what they risk; exit code 1 where it can't work",
  ).action((given: unknown) =>
    withRollout("plan", given, async (rollout, { json = false }) => {
      const { name, endpoint } = rollout;
      const intent = await rollout.intent();
      const { plan, live, candidate, planHash, candidateInstances } = intent;
      const { situation } = await inspect(rollout.surroundings(withoutLease), intent);
      const expected = await rollout.expected(live);
      const estimated = estimates(plan, expected);
      const [least, most] = timesOf(plan);
      if (json) {
        const shown = { rollout: name, endpoint, live, candidate, planHash, plan, expected, estimates: estimated };
        printJson({ ...shown, candidateInstances, leastSeconds: least, mostSeconds: most });
      } else {
        print(`${name}: from ${live} to ${candidate} on ${endpoint}`);
        printStages(plan, estimated);
        printFields({
          "at least": wordsFor(least),
          "at most": wordsFor(most),
          "requests": `${round(expected.requestsPerMinute)} a minute in the last hour`,
          "instances": instanceWords(candidateInstances),
          "gates": plan.gates.map(({ name: gate, mode }) => `${gate} (${mode})`).join(", ") || "none",
          "without a verdict": inconclusive[plan.onInconclusive],
        });
      }
      refuseImpossible(plan, expected, estimated, situation.deployments, situation.candidate === "missing");
    }),
  );
}

const inconclusive = { extend: "it goes on waiting", hold: "it stands still", rollback: "it is rolled back" } as const;

function printStages(plan: Plan, estimated: readonly StageEstimate[]): void {
  const cell = (value: number | undefined): string =>
    value === undefined ? "" : value === Infinity ? "never" : round(value);
  printTable(
    ["STAGE", "WHAT HAPPENS", "TIME", "REQUESTS/MIN", "VERDICT MIN", "FAILED AT WORST"],
    plan.stages.map((stage, index) => {
      const { requestsPerMinute, verdictMinutes, worstFailed } = estimated[index] ?? {};
      return [
        ...[stage.name, stageWords(stage), stageTime(stage)],
        ...[cell(requestsPerMinute), cell(verdictMinutes), worstFailed === Infinity ? "" : cell(worstFailed)],
      ];
    }),
  );
}

/** Without requests nobody can say how long a verdict takes. */
function refuseImpossible(
  { onInconclusive }: Plan,
  { requestsPerMinute }: Expected,
  estimated: readonly StageEstimate[],
  deployments: number,
  isNew: boolean,
): void {
  if (isNew && deployments >= MOST_DEPLOYMENTS)
    throw new Failure(`plan: the endpoint has ${deployments} deployments, and may have no more`);
  const short = estimated.filter(({ isTooShort }) => isTooShort).map(({ stage }) => stage);
  if (short.length === 0 || requestsPerMinute === 0 || onInconclusive === "extend") return;
  throw new Failure(
    `plan: at ${round(requestsPerMinute)} requests a minute these stages end before their gates have a verdict: ${short.join(", ")}`,
    "give them more weight or time, the gates a longer window, or the plan onInconclusive: extend",
  );
}

function timesOf({ stages }: Plan): [least: number, most: number] {
  const times = stages.map(stageSeconds);
  return [times.reduce((sum, [least]) => sum + least, 0), times.reduce((sum, [, most]) => sum + most, 0)];
}

/** Source of the reserve: "Manage and increase quotas and limits" (20 % of the instances, for updates). */
function instanceWords(instances: number | undefined): string {
  if (instances === undefined) return "as many as the program says, beside those of the live deployment";
  const counted = Math.ceil(instances * 1.2);
  return `${instances} beside those of the live deployment; the quota counts ${counted}, with its reserve for updates`;
}

function round(value: number): string {
  return value < 10 ? String(Math.round(value * 10) / 10) : String(Math.round(value));
}
