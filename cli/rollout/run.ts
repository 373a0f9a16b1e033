import type { Command } from "commander";
import { advance, isOver, look, type OpenRollout, type Run, run, type Step } from "../../runner/index";
import { ExitCode, Failure } from "../failure";
import { note, print, printJson } from "../output";
import { rolloutCommand, RolloutExit, withRollout } from "./options";
import { stepWords } from "./words";

const codes: Record<Run["ending"], number> = {
  succeeded: 0,
  held: RolloutExit.held,
  rolledBack: RolloutExit.rolledBack,
  rollbackFailed: RolloutExit.rollbackFailed,
  refused: 1,
};

/** `rollout run` and `rollout advance`. */
export function addRun(parent: Command): void {
  rolloutCommand(parent, "run", "run the program, then move the candidate through its plan until it is over")
    .option("--no-up", "do not run the program first")
    .action((given: { up?: boolean }) =>
      withRollout("run", given, async (rollout, { json = false }) => {
        const lease = await rollout.lease();
        const signal = interruption();
        try {
          if (given.up !== false) await programFirst(rollout);
          const { plan } = await rollout.intent();
          const told = teller(plan.stages, json);
          const ended = await run(rollout.surroundings(lease), rollout.intent, told, signal);
          if (json) printJson(ended);
          else print(`${ended.ending}: ${ended.reason}`);
          end(codes[ended.ending]);
        } finally {
          await lease.release();
        }
      }),
    );

  rolloutCommand(parent, "advance", "take one step, if there is one to take now").action((given: unknown) =>
    withRollout("advance", given, async (rollout, { json = false }) => {
      const lease = await rollout.lease();
      try {
        const intent = await rollout.intent();
        const step = await advance(rollout.surroundings(lease), intent);
        if (json) printJson(step);
        else print(stepWords(step, intent.plan.stages));
        const { decision } = step;
        if (decision.do === "refuse") throw new Failure(decision.reason);
        if (decision.do === "wait") end(RolloutExit.waiting);
        if (decision.do === "stop") end(codes[decision.ending]);
      } finally {
        await lease.release();
      }
    }),
  );
}

/** What is to be rolled out is what the program says; while a rollout is under way, that is what it said before. */
async function programFirst(rollout: OpenRollout): Promise<void> {
  const { service, endpoint } = rollout.surroundings({ check: () => undefined, release: async () => undefined });
  const { cursor } = await look(service, endpoint);
  if (cursor && !isOver(cursor)) return note(`rollout ${cursor.id} is under way, and goes on`);
  note("pulumi up");
  await rollout.up();
}

/** Tells each step; one that only waits, once. */
function teller(stages: Parameters<typeof stepWords>[1], json: boolean): (step: Step) => void {
  let last = "";
  return (step) => {
    const words = stepWords(step, stages);
    if (words === last) return;
    last = words;
    const time = new Date().toISOString().slice(11, 19);
    if (json) note(JSON.stringify(step));
    else print(`${time} ${words}`);
  };
}

/** Aborted on Ctrl-C and where it is told to end, with the exit code as its reason. A second Ctrl-C ends it at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const signals = { SIGINT: 130, SIGTERM: 143 } as const;
  for (const [signal, code] of Object.entries(signals)) {
    process.once(signal, () => {
      note("it ends after this step; the next run goes on from there");
      controller.abort(new ExitCode(code));
    });
  }
  return controller.signal;
}

function end(code: number): void {
  if (code !== 0) throw new ExitCode(code);
}
