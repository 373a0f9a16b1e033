import { readFileSync } from "node:fs";
import { readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { EmulatorStatus } from "./status";

const schema: z.ZodType<EmulatorStatus> = z.object({
  armUrl: z.url(),
  tlsUrl: z.url(),
  caFile: z.string(),
  scoringUrl: z.url(),
  blobUrl: z.url(),
  subscriptionId: z.string(),
  resourceGroup: z.string(),
  workspace: z.string(),
  pid: z.int().positive(),
  requestLog: z.nullable(z.string()),
  tokenLifetime: z.int(),
});

/** Path at which an emulator tells its status, to tell it from another program on its port. */
export const statusPath = "/_local/status";

/** The file in which a running emulator tells where it is. */
export function statusFile(folder: string): string {
  return join(folder, "status.json");
}

/** Writes the status so that no reader sees half of it. */
export async function writeStatus(folder: string, status: EmulatorStatus): Promise<void> {
  const partial = `${statusFile(folder)}.partial`;
  await writeFile(partial, `${JSON.stringify(status, undefined, 2)}\n`, { mode: 0o600 });
  await rename(partial, statusFile(folder));
}

/** The status of the emulator in `folder`, if it runs: the process of the file lives, and answers that it is the one. */
export async function statusOf(folder: string): Promise<EmulatorStatus | undefined> {
  const text = await readFile(statusFile(folder), "utf8").catch(() => undefined);
  const status = text === undefined ? undefined : parsed(text);
  if (status === undefined || !alive(status.pid)) return undefined;
  const told = await fetch(`${status.armUrl}${statusPath}`, { signal: AbortSignal.timeout(5_000) })
    .then((answer) => answer.json())
    .catch(() => undefined);
  return schema.safeParse(told).data?.pid === status.pid ? status : undefined;
}

/** True where a process with this id runs; one that has ended and only waits to be reaped does not. */
export function alive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch {
    return false;
  }
  try {
    return !/^\d+ \(.*\) Z/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return true;
  }
}

function parsed(text: string): EmulatorStatus | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
