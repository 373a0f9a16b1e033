/** The background process of a local Azure ML. Called with its folder and, as JSON, its options. */
import { rmSync } from "node:fs";
import { z } from "zod";
import { statusFile, writeStatus } from "./daemon-status";
import { messageOf } from "./error-message";
import { realParts } from "./parts";
import { start, type Emulator } from "./start";

const options = z.object({
  requestLog: z.string().optional(),
  port: z.int().optional(),
  tokenLifetime: z.int().optional(),
});

async function main(folder: string, given: string): Promise<void> {
  let stopping: Promise<void> | undefined;
  const parsed = { folder, ...options.parse(JSON.parse(given)), onProgress: tell };
  const starting = start(parsed, realParts(parsed));
  const end = (): void => {
    stopping ??= starting
      .then((emulator: Emulator) => emulator.stop())
      .catch((error: unknown) => tell(`stopping: ${messageOf(error)}`))
      .finally(() => {
        rmSync(statusFile(folder), { force: true });
        process.exit(0);
      });
  };
  for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, end);
  // The command that starts it went away before it was ready: nobody waits for it any more.
  process.on("disconnect", end);

  const { status } = await starting;
  if (stopping) return;
  await writeStatus(folder, status);
  process.off("disconnect", end);
  process.send?.({ ready: true });
}

/** To the log, and to the command that waits. */
function tell(line: string): void {
  process.stderr.write(`${new Date().toISOString()} ${line}\n`);
  if (process.connected) process.send?.({ progress: line });
}

main(process.argv[2] ?? "", process.argv[3] ?? "{}").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  if (process.connected) process.send?.({ failure: messageOf(error) }, undefined, undefined, () => process.exit(1));
  else process.exit(1);
});
