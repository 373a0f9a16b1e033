import type { Recovery, RecoveryStep, Remedy } from "../../runner/index";
import { note, print, printTable } from "../output";

const words: Readonly<Record<Remedy, string>> = {
  "import": "take it into the state",
  "forget": "forget the operation",
  "refresh": "read it again",
  "leave": "leave it",
  "ask again": "nothing yet",
  "look yourself": "forget the operation; LOOK YOURSELF",
};

/** Shows what was cut off, what the service says, and what will be done. */
export function printPlan({ place, steps, deadLocks, cutOffFile }: Recovery): void {
  print(`stack ${place.stack} of project ${place.project}: an update was cut off`);
  for (const { user, host, pid, since } of deadLocks) {
    print(`its lock (${user}@${host}, pid ${pid}, since ${since}) is of a process that is gone: the lock goes`);
  }
  if (cutOffFile !== undefined) {
    print(`${cutOffFile} was cut off, which keeps the engine from reading the state: the file, a checksum, goes`);
  }
  printSteps(steps);
}

/** Each operation, what the service says to it, what becomes of it, and why. */
export function printSteps(steps: readonly RecoveryStep[]): void {
  if (steps.length === 0) return;
  print("");
  printTable(
    ["RESOURCE", "WAS", "IN THE SERVICE", "RECOVER WILL"],
    steps.map((step) => [nameOf(step), step.operation.type, inService(step), words[step.remedy]]),
  );
  print("");
  for (const step of steps) print(`${nameOf(step)}: ${step.reason}`);
}

/** Says what was done. */
export function printResult({ steps, deadLocks, cutOffFile }: Recovery): void {
  const count = (remedy: Remedy) => steps.filter((step) => step.remedy === remedy).length;
  const parts = [
    [deadLocks.length, "taken away", "lock"],
    [cutOffFile === undefined ? 0 : 1, "taken away", "cut-off file"],
    [count("import"), "taken into the state", "resource"],
    [count("refresh"), "read again", "resource"],
    [count("forget") + count("look yourself"), "forgotten", "operation"],
  ] as const;
  const said = parts.flatMap(([number, done, what]) =>
    number === 0 ? [] : [`${number} ${what}${number === 1 ? "" : "s"} ${done}`],
  );
  print(`done: ${said.join(", ")}`);
  for (const step of steps) {
    if (step.remedy === "look yourself" || step.remedy === "ask again") note(`${nameOf(step)}: ${step.reason}`);
  }
}

/** What to type then: with the stack's name as it was given, and without where it is the selected one. */
export function nextCommand({ pulumi: { options } }: Pick<Recovery, "pulumi">): string {
  return options.stack === undefined ? "pulumi up" : `pulumi up --stack ${options.stack}`;
}

/** A recovery as `--json` prints it. */
export function recoveryShape({ place, deadLocks, cutOffFile, steps, unasked }: Recovery) {
  return {
    ...place,
    deadLocks,
    cutOffFile: cutOffFile ?? null,
    unasked: unasked ?? null,
    operations: steps.map(({ operation: { type, resource }, remedy, reason, found }) => ({
      name: nameOf({ operation: { type, resource } }),
      urn: resource.urn,
      type: resource.type,
      operation: type,
      id: found?.id ?? null,
      state: found?.state ?? null,
      remedy,
      reason,
    })),
  };
}

function inService({ found, remedy }: RecoveryStep): string {
  if (remedy === "ask again") return "?";
  return found ? (found.state ?? "there") : "-";
}

function nameOf({ operation }: Pick<RecoveryStep, "operation">): string {
  return operation.resource.urn.split("::").slice(3).join("::");
}
