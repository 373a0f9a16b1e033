import { readFileSync } from "node:fs";
import { Command } from "commander";
import { z } from "zod";
import { addBatch } from "./batch/command";
import { addData } from "./data/command";
import { addEmulator } from "./emulator/command";
import { addEndpoint } from "./endpoint/command";
import { examples } from "./help";
import { addRecover } from "./recover/command";
import { addRollout } from "./rollout/command";

/** The whole command. */
export function program(): Command {
  const command = new Command("pulumi-azureml")
    .description("Serve models on Azure Machine Learning, or on the local Azure ML of this machine.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpOption("-h, --help", "print this help")
    .helpCommand("help [command]", "print the help of a command")
    .showHelpAfterError("(add --help to see what there is)")
    .configureHelp({ showGlobalOptions: false })
    // Options of `emulator exec` end where the command begins that it runs.
    .enablePositionalOptions()
    .exitOverride()
    .addHelpText(
      "after",
      `
Exit codes:
  0  done
  1  it did not work; the error says what and, where it is known, the way out
  2  called wrongly; nothing was done
  rollout has codes of its own; see its help
  emulator exec ends with the exit code of the command that it runs, 127 where there is no such command

Environment:
  PULUMI_AZUREML_HOME   folder of caches and of local Azure MLs (default ~/.pulumi-azureml)
  PULUMI_AZUREML_DEBUG  1 prints the stack of an error
  NO_COLOR              no bold headings
${examples([
  ["pulumi-azureml emulator start", "a local Azure ML"],
  ["pulumi-azureml emulator exec -- pulumi up", "your program against it, unchanged"],
  ["pulumi-azureml endpoint list", "what it serves"],
])}`,
    );
  addEmulator(command);
  addEndpoint(command);
  addBatch(command);
  addData(command);
  addRecover(command);
  addRollout(command);
  return command;
}

function packageVersion(): string {
  const text = readFileSync(require.resolve("pulumi-azureml/package.json"), "utf8");
  return z.object({ version: z.string() }).parse(JSON.parse(text)).version;
}
