import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Commands, type Ended } from "./commands";

/** What the engine did to a resource, or would do. */
export interface EngineStep {
  op: string;
  urn: string;
}

/** Runs a command of the engine, and gives each step that it took or would take, also where nothing changes. */
export async function engineSteps(
  commands: Commands,
  ...args: string[]
): Promise<{ ended: Ended; steps: EngineStep[] }> {
  const log = join(commands.folder, "events.jsonl");
  await rm(log, { force: true });
  const ended = await commands.pulumi(...args, "--stack", "dev", "--event-log", log);
  const lines = (await readFile(log, "utf8").catch(() => "")).trim().split("\n");
  const steps = lines.flatMap((line): EngineStep[] =>
    line ? (JSON.parse(line).resourcePreEvent?.metadata ?? []) : [],
  );
  return { ended, steps };
}

/** `delete fraud-blue` for each step that is more than a look, without the stack itself. */
export function changesIn(steps: readonly EngineStep[]): string[] {
  return steps
    .filter(({ op, urn }) => op !== "same" && op !== "read" && !urn.includes("::pulumi:pulumi:Stack::"))
    .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)
    .sort();
}
