import type { Command } from "commander";
import { setTimeout as sleep } from "node:timers/promises";
import { type Inspection, inspect, type OpenRollout, stateOf, withoutLease } from "../../runner/index";
import { printFields, printJson } from "../output";
import { liveView } from "./live-view";
import { rolloutCommand, withRollout } from "./options";
import { viewOf } from "./view";
import { gateWords } from "./words";

/** Milliseconds between two looks. */
const LOOK = 2000;

/** `rollout status`. */
export function addStatus(parent: Command): void {
  rolloutCommand(parent, "status", "show where the rollout is")
    .option("-w, --watch", "show it until it is over: live on a terminal, else again whenever it changed")
    .action((given: { watch?: boolean }) =>
      withRollout("status", given, async (rollout, { json = false }) => {
        if (given.watch !== true) return show(rollout, await inspectNow(rollout), json);
        const live = json ? undefined : await liveView();
        try {
          await watch(
            rollout,
            (now) => (live ? live.draw(viewOf(rollout, now)) : show(rollout, now, json)),
            live !== undefined,
          );
        } finally {
          live?.end();
        }
      }),
    );
}

async function watch(rollout: OpenRollout, shown: (now: Inspection) => void, always: boolean): Promise<void> {
  for (let last = ""; ; await sleep(LOOK)) {
    const now = await inspectNow(rollout);
    const status = statusOf(rollout, now);
    const text = JSON.stringify(status);
    if (always || text !== last) shown(now);
    last = text;
    if (["idle", "succeeded", "rolledBack"].includes(status.state)) return;
  }
}

async function inspectNow(rollout: OpenRollout): Promise<Inspection> {
  return inspect(rollout.surroundings(withoutLease), await rollout.intent());
}

function statusOf({ name, endpoint }: OpenRollout, { situation, gates }: Inspection) {
  const { intent } = situation;
  const { cursor, traffic, mirrorTraffic, isReady } = situation.endpoint;
  const stage = cursor && intent.plan.stages[cursor.stage];
  return {
    rollout: name,
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
    gates,
  };
}

function show(opened: OpenRollout, now: Inspection, json: boolean): void {
  const status = statusOf(opened, now);
  if (json) return printJson(status);
  const { rollout, endpoint, state, stage, since, hold, live, candidate, traffic, mirrorTraffic, gates } = status;
  printFields({
    rollout: `${rollout}, from ${live} to ${candidate} on ${endpoint}`,
    state: hold ? `${state} (${hold})` : state,
    stage,
    since,
    traffic: JSON.stringify(traffic),
    mirror: Object.keys(mirrorTraffic).length > 0 ? JSON.stringify(mirrorTraffic) : undefined,
    gates: gates.map(gateWords).join("; "),
  });
}
