import type { Command } from "commander";
import { z } from "zod";
import { emulatorFolder, execEnvironment } from "../../emulator/index";
import {
  carryOut,
  EngineFault,
  nothingToDo,
  planRecovery,
  type Recovery,
  type RecoverOptions,
} from "../../runner/index";
import { DEFAULT_NAME } from "../emulator/naming";
import { runningEmulator } from "../emulator/running";
import { Failure } from "../failure";
import { examples } from "../help";
import { emulatorName, readOptions } from "../options";
import { note, print, printJson } from "../output";
import { agreed } from "./ask";
import { nextCommand, printPlan, printResult, printSteps, recoveryShape } from "./report";

const options = z.object({
  stack: z.string().min(1, "the name of a stack is expected").optional(),
  cwd: z.string().min(1, "a folder is expected").optional(),
  yes: z.boolean().optional(),
  adopt: z.boolean().optional(),
  json: z.boolean().optional(),
  emulator: z.union([z.literal(true).transform(() => DEFAULT_NAME), emulatorName]).optional(),
});

/** `recover`: brings a stack in order whose update was cut off. */
export function addRecover(program: Command): void {
  program
    .command("recover")
    .description("bring a stack in order whose `pulumi up` was cut off: by a kill, a crash, a lost runner")
    .option("-s, --stack <name>", "the stack (default: the one that is selected)")
    .option("-C, --cwd <folder>", "folder of the program (default: the current one)")
    .option("-y, --yes", "do not ask")
    .option("--adopt", "also take over what the service has and nothing shows that this stack made")
    .option(
      "--json",
      "print {project, stack, deadLocks, cutOffFile, operations: [{name, operation, state, remedy, reason, …}], done, next}; without --yes nothing is changed",
    )
    .option("--emulator [name]", "the stack is one of the local Azure ML, as under `emulator exec`")
    .addHelpText(
      "after",
      `
What was being created and is there in the service goes into the state; what is not there is forgotten, so that the next
update makes it; a lock whose process is gone is taken away. Nothing in the service is changed. It first waits for what
the service still does, then shows what it will do, and asks. Run it again whenever you like.
${examples([
  ["pulumi-azureml recover --stack prod", "see, agree, done"],
  ["pulumi-azureml emulator exec -- pulumi-azureml recover --yes", "on the local Azure ML"],
  ["pulumi-azureml recover --json | jq '.operations[].remedy'", "only look"],
])}`,
    )
    .action(async (given: unknown) => {
      const chosen = readOptions("pulumi-azureml recover", options, given);
      try {
        await recoverStack(chosen);
      } catch (error) {
        throw error instanceof EngineFault ? new Failure(error.message, error.hint) : error;
      }
    });
}

async function recoverStack({ yes = false, json = false, stack, cwd, adopt, emulator }: z.infer<typeof options>) {
  const recovery = await planRecovery({ stack, adopt, ...(await place(cwd, emulator)), onWait: tellWaiting });
  const next = nextCommand(recovery);
  if (nothingToDo(recovery)) {
    if (json) return printJson({ ...recoveryShape(recovery), done: true, next });
    printSteps(recovery.steps);
    print(`nothing to recover in stack ${recovery.place.stack}${askedInVain(recovery) ? ", as far as is known" : ""}`);
    tellUnasked(recovery);
    return note(`next: ${next}`);
  }
  if (json) {
    if (yes) await carryOut(recovery);
    return printJson({ ...recoveryShape(recovery), done: yes, next });
  }
  printPlan(recovery);
  if (!(yes || (await agreed("Go on?")))) throw new Failure("nothing was changed");
  await carryOut(recovery);
  printResult(recovery);
  tellUnasked(recovery);
  note(`next: ${next}`);
}

async function place(cwd = process.cwd(), emulator: string | undefined): Promise<Pick<RecoverOptions, "cwd" | "env">> {
  if (emulator === undefined) return { cwd };
  const status = await runningEmulator(emulator);
  return { cwd, env: await execEnvironment(status, { folder: emulatorFolder(emulator), cwd, env: process.env }) };
}

function askedInVain({ steps }: Recovery): boolean {
  return steps.some(({ remedy }) => remedy === "ask again");
}

function tellUnasked({ unasked }: Recovery): void {
  if (unasked !== undefined) note(`what the program would make was not looked up in the service: ${unasked}`);
}

function tellWaiting(name: string, state: string, seconds: number): void {
  note(`waiting: the service has ${name} as ${state}${seconds > 0 ? ` (${seconds} s)` : ""}; Ctrl-C changes nothing`);
}
