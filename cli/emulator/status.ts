import type { Command } from "commander";
import { z } from "zod";
import { type EmulatorStatus, readStatus } from "../../emulator/index";
import { Exit, ExitCode } from "../failure";
import { examples } from "../help";
import { emulatorName, readOptions } from "../options";
import { note, printFields, printJson } from "../output";
import { nameOption, startCommand } from "./naming";

const options = z.object({ name: emulatorName, json: z.boolean().optional() });

/** `emulator status`: says where a local Azure ML is; exit code 1 where it is not running. */
export function addStatus(parent: Command): void {
  nameOption(parent.command("status"))
    .description("say where it is; exit code 1 where it is not running")
    .option(
      "--json",
      "print {armUrl, tlsUrl, caFile, scoringUrl, blobUrl, subscriptionId, resourceGroup, workspace, pid, requestLog, tokenLifetime}, or null",
    )
    .addHelpText("after", examples([["pulumi-azureml emulator status --json | jq -r .armUrl", "for scripts"]]))
    .action(async (given: unknown) => {
      const { name, json } = readOptions("pulumi-azureml emulator status", options, given);
      const status = await readStatus(name);
      if (json) printJson(status ?? null);
      else if (status) printStatus(name, status);
      else note(`${name} is not running; ${startCommand(name)} starts it`);
      if (!status) throw new ExitCode(Exit.failure);
    });
}

/** A status for people. */
export function printStatus(name: string, status: EmulatorStatus): void {
  printFields({
    "name": name,
    "control plane": status.armUrl,
    "over TLS": status.tlsUrl,
    "authority": status.caFile,
    "scoring": status.scoringUrl,
    "blobs": status.blobUrl,
    "subscription": status.subscriptionId,
    "resource group": status.resourceGroup,
    "workspace": status.workspace,
    "process": String(status.pid),
    "request log": status.requestLog ?? undefined,
  });
}
