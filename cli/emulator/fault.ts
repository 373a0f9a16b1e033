import type { Command } from "commander";
import { examples } from "../help";
import { addFaultAdd } from "./fault-add";
import { addFaultClear } from "./fault-clear";
import { addFaultList } from "./fault-list";

/** `emulator fault …`: faults on demand of a running local Azure ML. */
export function addFault(parent: Command): void {
  const fault = parent
    .command("fault")
    .description("make it refuse, stall, lose answers, fail operations or crash servers, until cleared or stopped")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml emulator fault add answer --status 503 --method GET --times 3", "three reads are refused"],
        ["pulumi-azureml emulator fault list", "what is on, and how often it struck"],
        ["pulumi-azureml emulator fault clear", "all off"],
      ]),
    );
  addFaultAdd(fault);
  addFaultList(fault);
  addFaultClear(fault);
}
