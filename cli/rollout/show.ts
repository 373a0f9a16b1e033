import type { Command } from "commander";
import { setTimeout as sleep } from "node:timers/promises";
import { wordsFor } from "../../rollout/duration";
import { look, type OpenRollout, stateOf, withoutLease } from "../../runner/index";
import { print, printFields, printJson, printTable } from "../output";
import { rolloutCommand, withRollout } from "./options";
import { stageSeconds, stageTime, stageWords } from "./words";

/** `rollout plan`. */
export function addPlan(parent: Command): void {
  rolloutCommand(parent, "plan", "show the stages of the plan, as the last `pulumi up` had it").action(
    (given: unknown) =>
      withRollout("plan", given, async ({ name, endpoint, intent }, { json = false }) => {
        const { plan, live, candidate, planHash } = await intent();
        const times = plan.stages.map(stageSeconds);
        const [least, most] = [0, 1].map((which) => times.reduce((total, time) => total + (time[which] ?? 0), 0));
        if (json)
          return printJson({
            rollout: name,
            endpoint,
            live,
            candidate,
            planHash,
            plan,
            leastSeconds: least,
            mostSeconds: most,
          });
        print(`${name}: from ${live} to ${candidate} on ${endpoint}`);
        printTable(
          ["STAGE", "WHAT HAPPENS", "TIME"],
          plan.stages.map((stage) => [stage.name, stageWords(stage), stageTime(stage)]),
        );
        printFields({
          "at least": wordsFor(least ?? 0),
          "at most": wordsFor(most ?? 0),
          "gates": plan.gates.map(({ name: gate, mode }) => `${gate} (${mode})`).join(", ") || "none",
          "without a verdict": { extend: "it goes on waiting", hold: "it stands still", rollback: "it is rolled back" }[
            plan.onInconclusive
          ],
        });
      }),
  );
}

/** `rollout status`. */
export function addStatus(parent: Command): void {
  rolloutCommand(parent, "status", "show where the rollout is")
    .option("-w, --watch", "show it again whenever it changed, until it is over")
    .action((given: { watch?: boolean }) =>
      withRollout("status", given, async (rollout, { json = false }) => {
        let last = "";
        for (;;) {
          const shown = await statusOf(rollout);
          const text = JSON.stringify(shown);
          if (text !== last) show(shown, json);
          last = text;
          const isOver = ["idle", "succeeded", "rolledBack"].includes(shown.state);
          if (given.watch !== true || isOver) return;
          await sleep(2000);
        }
      }),
    );
}

async function statusOf(rollout: OpenRollout) {
  const { service, endpoint } = rollout.surroundings(withoutLease);
  const [{ cursor, traffic, mirrorTraffic, isReady }, intent] = await Promise.all([
    look(service, endpoint),
    rollout.intent(),
  ]);
  const stage = cursor && intent.plan.stages[cursor.stage];
  return {
    rollout: rollout.name,
    endpoint,
    state: stateOf(intent.plan, cursor),
    stage: stage?.name,
    since: cursor && new Date(cursor.since * 1000).toISOString(),
    id: cursor?.id,
    sequence: cursor?.sequence,
    hold: cursor?.hold,
    live: cursor?.live ?? intent.live,
    candidate: cursor?.candidate ?? intent.candidate,
    traffic,
    mirrorTraffic,
    isBeingUpdated: !isReady,
  };
}

function show(status: Awaited<ReturnType<typeof statusOf>>, json: boolean): void {
  if (json) return printJson(status);
  const { rollout, endpoint, state, stage, since, hold, live, candidate, traffic, mirrorTraffic } = status;
  printFields({
    rollout: `${rollout}, from ${live} to ${candidate} on ${endpoint}`,
    state: hold ? `${state} (${hold})` : state,
    stage,
    since,
    traffic: JSON.stringify(traffic),
    mirror: Object.keys(mirrorTraffic).length > 0 ? JSON.stringify(mirrorTraffic) : undefined,
  });
}

/** `rollout history`. */
export function addHistory(parent: Command): void {
  rolloutCommand(parent, "history", "show what happened, who did it and why, and that nobody changed it since").action(
    (given: unknown) =>
      withRollout("history", given, async ({ journal }, { json = false }) => {
        const { entries } = await journal();
        if (json) return printJson(entries);
        printTable(
          ["WHEN", "WHO", "WHAT", "WHY"],
          entries.map(({ at, by, what, reason }) => [at, by, what, reason]),
        );
      }),
  );
}
