import type { Command } from "commander";
import { z } from "zod";
import { type FaultEntry, FaultClient, kinds } from "../../emulator/index";
import { UsageError } from "../failure";
import { examples } from "../help";
import { emulatorName, read } from "../options";
import { printFields, printJson } from "../output";
import { faultOf, faultOptions, membersOf, optionName } from "./fault-options";
import { nameOption } from "./naming";
import { runningEmulator } from "./running";

const own = z.object({ name: emulatorName, json: z.boolean().optional() });

/** `emulator fault add KIND`: switches a fault on. */
export function addFaultAdd(parent: Command): void {
  const command = nameOption(parent.command("add"))
    .description("switch a fault on; it strikes from the next request or operation on")
    .argument("<kind>", kinds.join(", "));
  for (const [member, [value, description]] of Object.entries(faultOptions)) {
    command.option(`${optionName(member)} <${value}>`, description);
  }
  command
    .option("--json", "print the fault with its id as JSON")
    .addHelpText(
      "after",
      `
Options by kind:
${kinds.map((kind) => `  ${kind}\n      ${membersOf(kind).map(optionName).join(" ")}`).join("\n")}
${examples([
  ["pulumi-azureml emulator fault add lost-answer --method PUT --endpoint cancer --times 1", "the write happens"],
  [
    "pulumi-azureml emulator fault add provisioning-failure --code OutOfQuota --deployment green",
    "green never comes up",
  ],
  ["pulumi-azureml emulator fault add scoring --deployment green --model-status 500 --share 0.2", "for rollout gates"],
])}`,
    )
    .action(async (kind: string, given: Record<string, string | boolean>) => {
      const { name, json } = given;
      const options = Object.entries(given).filter((entry): entry is [string, string] => entry[0] in faultOptions);
      const [readOwn, fault] = [read(own, { name, json }), faultOf(kind, Object.fromEntries(options))];
      if (readOwn.faults || fault.faults) {
        const faults = [...(fault.faults ?? []), ...(readOwn.faults ?? [])];
        throw new UsageError("pulumi-azureml emulator fault add", faults);
      }
      const { armUrl } = await runningEmulator(readOwn.value.name);
      const added = await new FaultClient(armUrl).add(fault.value);
      if (readOwn.value.json) printJson(added);
      else printFields(fieldsOf(added));
    });
}

/** A fault for people. */
function fieldsOf(fault: FaultEntry): Record<string, string> {
  return Object.fromEntries(Object.entries(fault).map(([member, value]) => [member, String(value)]));
}
