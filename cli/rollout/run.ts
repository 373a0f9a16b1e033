import type { Command } from "commander";
import { advance, carryOutOrder, onNewVersion, programFirst, type Run, run, type Step } from "../../runner/index";
import { ExitCode, Failure } from "../failure";
import { note, print, printJson } from "../output";
import { rolloutCommand, RolloutExit, withRollout } from "./options";
import { stepJson, stepWords } from "./words";

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
    .option("--on-new-version <what>", `where another release is on its way: ${onNewVersion.join(" | ")}`, "reject")
    .option("--retry", "try a content again that was rolled back")
    .action((given: { up?: boolean }) =>
      withRollout("run", given, async (rollout, { json = false, onNewVersion: what, retry = false }) => {
        const lease = await rollout.lease();
        const around = rollout.surroundings(lease);
        const options = { onStep: teller(json), signal: interruption() };
        try {
          if (given.up !== false) await programFirst(rollout, around, { ...options, onNewVersion: what, tell: note });
          if (retry) tell(await carryOutOrder(around, await rollout.intent(), "retry"), options.onStep);
          const ended = await run(around, rollout.intent, options);
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
        if (json) printJson(stepJson(step));
        else print(stepWords(step));
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

/** Tells each step; one that only waits, once. */
function teller(json: boolean): (step: Step) => void {
  let last = "";
  return (step) => {
    const words = stepWords(step);
    if (words === last) return;
    last = words;
    const time = new Date().toISOString().slice(11, 19);
    if (json) note(JSON.stringify(stepJson(step)));
    else print(`${time} ${words}`);
  };
}

/** Aborted on Ctrl-C and where it is told to end, with the exit code as its reason. A second Ctrl-C ends it at once. */
function interruption(): AbortSignal {
  const controller = new AbortController();
  const signals = { SIGINT: 130, SIGTERM: 143 } as const;
  for (const [signal, code] of Object.entries(signals)) {
    process.once(signal, () => {
      if (controller.signal.aborted) return;
      note("it ends after this step; the next run goes on from there");
      controller.abort(new ExitCode(code));
    });
  }
  return controller.signal;
}

function end(code: number): void {
  if (code !== 0) throw new ExitCode(code);
}

/** Tells of an order's step, which has to have been carried out. */
function tell(step: Step, told: (step: Step) => void): void {
  if (step.decision.do !== "write") throw new Failure(step.decision.reason);
  told(step);
}
