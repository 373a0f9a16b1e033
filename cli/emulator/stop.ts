import { rm } from "node:fs/promises";
import type { Command } from "commander";
import { z } from "zod";
import { emulatorFolder, stopDaemon } from "../../emulator/index";
import { examples } from "../help";
import { emulatorName, readOptions } from "../options";
import { note, print, printJson } from "../output";
import { nameOption } from "./naming";

const options = z.object({ name: emulatorName, remove: z.boolean().optional(), json: z.boolean().optional() });

/** `emulator stop`: stops a local Azure ML and everything that it runs. None running is no failure. */
export function addStop(parent: Command): void {
  nameOption(parent.command("stop"))
    .description("stop it, with all servers that it runs")
    .option("--remove", "delete what it kept as well: its resources, blobs and log, and Pulumi's stacks in it")
    .option("--json", "print {name, stopped}: whether there was one to stop")
    .addHelpText("after", examples([["pulumi-azureml emulator stop --name ci --remove", "as if it had never been"]]))
    .action(async (given: unknown) => {
      const { name, remove, json } = readOptions("pulumi-azureml emulator stop", options, given);
      const stopped = await stopDaemon(name);
      if (remove) await rm(emulatorFolder(name), { recursive: true, force: true });
      if (json) printJson({ name, stopped });
      else if (stopped) print(`${name} stopped`);
      else note(`${name} was not running`);
    });
}
