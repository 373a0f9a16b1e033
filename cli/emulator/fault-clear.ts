import type { Command } from "commander";
import { z } from "zod";
import { FaultClient } from "../../emulator/index";
import { UsageError } from "../failure";
import { examples } from "../help";
import { emulatorName, read } from "../options";
import { print, printJson } from "../output";
import { nameOption } from "./naming";
import { runningEmulator } from "./running";

const own = z.object({
  name: emulatorName,
  id: z
    .string()
    .regex(/^f\d+$/, "an id as `fault list` shows it is expected, for example f1")
    .optional(),
  json: z.boolean().optional(),
});

/** `emulator fault clear [ID]`: switches one fault off, or all. */
export function addFaultClear(parent: Command): void {
  nameOption(parent.command("clear"))
    .description("switch a fault off, or all; what they hold goes on")
    .argument("[id]", "which one (default: all)")
    .option("--json", "print {cleared}: the ids")
    .addHelpText("after", examples([["pulumi-azureml emulator fault clear f2", "the others stay on"]]))
    .action(async (id: string | undefined, given: object) => {
      const reading = read(own, { ...given, id });
      if (reading.faults) {
        const faults = reading.faults.map((fault) => ({ ...fault, field: fault.field.replace("--id", "id") }));
        throw new UsageError("pulumi-azureml emulator fault clear", faults);
      }
      const { armUrl } = await runningEmulator(reading.value.name);
      const client = new FaultClient(armUrl);
      const cleared = id === undefined ? (await client.list()).map((fault) => fault.id) : [id];
      if (id === undefined) await client.clear();
      else await client.remove(id);
      if (reading.value.json) printJson({ cleared });
      else print(cleared.length === 0 ? "no fault was on" : `off: ${cleared.join(", ")}`);
    });
}
