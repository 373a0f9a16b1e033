import type { Command } from "commander";
import { z } from "zod";
import { parseOnlineEndpointId } from "../../arm/ids";
import { emulatorFolder, execEnvironment } from "../../emulator/index";
import {
  EngineFault,
  JournalMoved,
  LeaseHeld,
  onNewVersion,
  openRollout,
  type OpenRollout,
  StackLocked,
} from "../../runner/index";
import { DEFAULT_NAME } from "../emulator/naming";
import { runningEmulator } from "../emulator/running";
import { Failure } from "../failure";
import { emulatorName, readOptions, wholeNumber } from "../options";
import { note } from "../output";

/** Exit codes of the rollout commands besides 0, 1 and 2. */
export const RolloutExit = { waiting: 10, held: 20, rolledBack: 30, rollbackFailed: 40, locked: 50 } as const;

const text = (what: string) => z.string().min(1, `${what} is expected`);

/** What every rollout command takes. */
const shared = z.object({
  stack: text("the name of a stack").optional(),
  cwd: text("a folder").optional(),
  rollout: text("the name of a BlueGreenRollout").optional(),
  by: text("a name").optional(),
  journal: text("a file").optional(),
  settle: wholeNumber("the time to settle in minutes", 0, 60).optional(),
  json: z.boolean().optional(),
  onNewVersion: z.enum(onNewVersion, `one of ${onNewVersion.join(" | ")} is expected`).optional(),
  retry: z.boolean().optional(),
  emulator: z.union([z.literal(true).transform(() => DEFAULT_NAME), emulatorName]).optional(),
});

/** What a rollback without a stack takes. */
export const directOptions = shared
  .pick({ cwd: true, by: true, json: true, emulator: true })
  .extend({
    direct: z
      .string()
      .refine((id) => parseOnlineEndpointId(id) !== undefined, "the ARM id of an online endpoint is expected"),
    to: text("the name of a deployment").optional(),
  });

export type Chosen = z.infer<typeof shared>;

/** A command of `rollout` with the options that all of them have. */
export function rolloutCommand(parent: Command, name: string, description: string): Command {
  return parent
    .command(name)
    .description(description)
    .option("-s, --stack <name>", "the stack (default: the one that is selected)")
    .option("-C, --cwd <folder>", "folder of the program (default: the current one)")
    .option("--rollout <name>", "logical name of the BlueGreenRollout (default: the only one of the stack)")
    .option("--by <name>", "who does this, for the journal (default: user and machine)")
    .option("--journal <file>", "journal in a file of this machine (default: a blob beside the workspace's models)")
    .option("--settle <minutes>", "minutes until metrics no longer change (default: 3; 0 for the local Azure ML)")
    .option("--json", "print JSON")
    .option("--emulator [name]", "the stack is one of the local Azure ML, as under `emulator exec`");
}

/** Opens the rollout that was named, and lets what is in the way of a runner end with its exit code. */
export async function withRollout(
  command: string,
  given: unknown,
  work: (rollout: OpenRollout, chosen: Chosen) => Promise<void>,
): Promise<void> {
  const chosen = readOptions(`pulumi-azureml rollout ${command}`, shared, given);
  const { stack, cwd = process.cwd(), rollout, by, journal, settle, emulator } = chosen;
  try {
    const env = await environmentFor(emulator, cwd);
    const onLine = (line: string): void => {
      if (line.trim() !== "") note(`  ${line}`);
    };
    const options = { stack, cwd, rollout, by, journalFile: journal, settleMinutes: settle, env, onLine };
    await work(await openRollout(options), chosen);
  } catch (error) {
    if (error instanceof LeaseHeld || error instanceof JournalMoved || error instanceof StackLocked) {
      throw new Failure(error.message, undefined, RolloutExit.locked);
    }
    if (!(error instanceof EngineFault)) throw error;
    throw new Failure(error.message, error.hint, error.kind === "locked" ? RolloutExit.locked : undefined);
  }
}

/** This process's environment, or that of a local Azure ML. */
export async function environmentFor(emulator: string | undefined, cwd: string): Promise<NodeJS.ProcessEnv> {
  if (emulator === undefined) return process.env;
  const status = await runningEmulator(emulator);
  return execEnvironment(status, { folder: emulatorFolder(emulator), cwd, env: process.env });
}
