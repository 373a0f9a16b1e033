import type { Command } from "commander";
import { z } from "zod";
import { emulatorFolder, execEnvironment } from "../../emulator/index";
import { ExitCode } from "../failure";
import { examples } from "../help";
import { emulatorName, readOptions } from "../options";
import { runCommand } from "../run-command";
import { nameOption } from "./naming";
import { runningEmulator } from "./running";

const options = z.object({
  name: emulatorName,
  backend: z.url("a URL is expected, for example file://~ or s3://bucket").optional(),
});

/** `emulator exec -- COMMAND`: runs any command against a local Azure ML. */
export function addExec(parent: Command): void {
  nameOption(parent.command("exec"))
    .description("run any command against it, pulumi above all; its exit code is the command's")
    .usage("[options] -- COMMAND [ARGUMENTS…]")
    .argument("<command>", "what to run")
    .argument("[arguments...]", "its arguments")
    .option("--backend <url>", "where Pulumi keeps its stacks (default: a folder of the local Azure ML)")
    .passThroughOptions()
    .addHelpText(
      "after",
      `
The command sees the local Azure ML as if it were Azure: PULUMI_AZUREML_ARM_URL, ARM_SUBSCRIPTION_ID,
AZUREML_RESOURCE_GROUP and AZUREML_WORKSPACE_NAME are set, and Pulumi has a home and a backend of its own. Your own
~/.pulumi, Azure login and subscriptions are not touched.
${examples([
  ["pulumi-azureml emulator exec -- pulumi up --stack dev", "no change to the program"],
  ["pulumi-azureml emulator exec -- sh -c 'echo $PULUMI_AZUREML_ARM_URL'", "any command"],
])}`,
    )
    .action(async (command: string, args: string[], given: unknown) => {
      const { name, backend } = readOptions("pulumi-azureml emulator exec", options, given);
      const status = await runningEmulator(name);
      const folder = emulatorFolder(name);
      const env = await execEnvironment(status, { folder, cwd: process.cwd(), env: process.env, backendUrl: backend });
      throw new ExitCode(await runCommand(command, args, env));
    });
}
