import type { Command } from "commander";
import { z } from "zod";
import { type FaultEntry, FaultClient } from "../../emulator/index";
import { examples } from "../help";
import { emulatorName, readOptions } from "../options";
import { note, printJson, printTable } from "../output";
import { nameOption } from "./naming";
import { runningEmulator } from "./running";

const own = z.object({ name: emulatorName, json: z.boolean().optional() });

/** `emulator fault list`: the faults that are on. */
export function addFaultList(parent: Command): void {
  nameOption(parent.command("list"))
    .description("list the faults that are on, and how often each struck")
    .option("--json", "print [{id, kind, strikes, left, …}]")
    .addHelpText("after", examples([["pulumi-azureml emulator fault list --json | jq '.[].strikes'", "for scripts"]]))
    .action(async (given: unknown) => {
      const { name, json } = readOptions("pulumi-azureml emulator fault list", own, given);
      const { armUrl } = await runningEmulator(name);
      const faults = await new FaultClient(armUrl).list();
      if (json) printJson(faults);
      else if (faults.length === 0) note("no fault is on");
      else printTable(["ID", "KIND", "STRIKES", "LEFT", "OPTIONS"], faults.map(row));
    });
}

function row({ id, kind, strikes, left, ...options }: FaultEntry): string[] {
  const rest = Object.entries(options).map(([member, value]) => `${member}=${String(value)}`);
  return [id, kind, String(strikes), left === undefined ? "" : String(left), rest.join(" ")];
}
