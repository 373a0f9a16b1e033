import { constants } from "node:os";
import { resolve } from "node:path";
import type { Command } from "commander";
import { z } from "zod";
import { startDaemon, stopDaemon } from "../../emulator/index";
import { ExitCode } from "../failure";
import { examples } from "../help";
import { emulatorName, readOptions, wholeNumber } from "../options";
import { note, printJson } from "../output";
import { nameOption } from "./naming";
import { printStatus } from "./status";

const options = z.object({
  name: emulatorName,
  requestLog: z.string().min(1, "a file is expected").optional(),
  port: wholeNumber("a port", 1, 65535).optional(),
  tokenLifetime: wholeNumber("a time in seconds", 1, 86_400).optional(),
  json: z.boolean().optional(),
});

/** `emulator start`: starts a local Azure ML in the background and says where it is. */
export function addStart(parent: Command): void {
  nameOption(parent.command("start"))
    .description("start a local Azure ML in the background; started already, it says where it is")
    .option("--request-log <file>", "write each ARM request as a JSON line, secrets masked")
    .option("--port <number>", "port of the control plane (default: a free one)")
    .option("--token-lifetime <seconds>", "how long Azure ML tokens for scoring are good (default: 3600)")
    .option("--json", "print its status as JSON")
    .addHelpText(
      "after",
      examples([
        ["pulumi-azureml emulator start", "on a free port"],
        ["pulumi-azureml emulator start --name ci --request-log arm.jsonl", "a second one, that keeps a log"],
      ]),
    )
    .action(async (given: unknown) => {
      const { name, requestLog, port, tokenLifetime, json } = readOptions(
        "pulumi-azureml emulator start",
        options,
        given,
      );
      const daemon = { port, tokenLifetime, requestLog: requestLog === undefined ? undefined : resolve(requestLog) };
      const interrupted = firstSignal();
      const status = await startDaemon(name, daemon, note);
      if (interrupted.signal) {
        await stopDaemon(name);
        throw new ExitCode(128 + constants.signals[interrupted.signal]);
      }
      if (json) printJson(status);
      else printStatus(name, status);
    });
}

/** Ctrl-C while it starts: it is stopped as soon as it is up, so that nothing half started stays. A second one ends at once. */
function firstSignal(): { signal?: "SIGINT" | "SIGTERM" } {
  const seen: { signal?: "SIGINT" | "SIGTERM" } = {};
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      seen.signal = signal;
      note("stopping");
    });
  }
  return seen;
}
