import type { Command } from "commander";
import { examples } from "../help";
import { addDashboard } from "./dashboard";
import { addExec } from "./exec";
import { addFault } from "./fault";
import { addStart } from "./start";
import { addStatus } from "./status";
import { addStop } from "./stop";

/** `emulator …`: the local Azure ML of this machine. */
export function addEmulator(program: Command): void {
  const emulator = program
    .command("emulator")
    .description("a local Azure ML: control plane, scoring with real models, blob store")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml emulator start", "start it; it goes on in the background"],
        ["pulumi-azureml emulator exec -- pulumi up", "run a program against it, unchanged"],
        ["pulumi-azureml emulator stop", "stop it and everything it runs"],
      ]),
    );
  addStart(emulator);
  addStop(emulator);
  addStatus(emulator);
  addExec(emulator);
  addDashboard(emulator);
  addFault(emulator);
}
