import { readdir, readFile } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { StackPlace } from "./backend-folder";
import { runsStill } from "./process";

/** Who locked a stack, as the lock says. */
export interface LockHolder {
  user: string;
  host: string;
  pid: number;
  /** When, as ISO 8601. */
  since: string;
}

const lock = z
  .object({ username: z.string(), hostname: z.string(), pid: z.number(), timestamp: z.string() })
  .transform(({ username, hostname: host, pid, timestamp }) => ({ user: username, host, pid, since: timestamp }));

/** Who holds the locks of a stack in a backend that is a folder. */
export async function lockHolders(folder: string, { project, stack }: StackPlace): Promise<LockHolder[]> {
  const locks = join(folder, "locks");
  const found = await Promise.all([join(locks, "organization", project, stack), join(locks, stack)].map(holdersIn));
  return found.flat();
}

async function holdersIn(folder: string): Promise<LockHolder[]> {
  const files = (await readdir(folder).catch(() => [])).filter((file) => file.endsWith(".json"));
  const texts = await Promise.all(files.map((file) => readFile(join(folder, file), "utf8").catch(() => undefined)));
  return texts.filter((text) => text !== undefined).map((text) => lock.parse(JSON.parse(text)));
}

const holder = /created by (.+)@(.+) \(pid (\d+)\) at (\S+)/g;

/** The holders that an engine names which was refused. */
export function holdersNamed(message: string): LockHolder[] {
  return [...message.matchAll(holder)].map(([, user = "", host = "", pid = "", since = ""]) => ({
    user,
    host,
    pid: Number(pid),
    since,
  }));
}

/** What becomes of a lock: ours and left behind by a process that is gone, or held by somebody. */
export type LockFate = "left behind" | "held here" | "held elsewhere";

/** A lock is only ours to take away where it was this user on this machine, and the process is gone. */
export function fateOf({ user, host, pid }: LockHolder): LockFate {
  if (host !== hostname() || user !== userInfo().username) return "held elsewhere";
  return runsStill(pid, "pulumi") ? "held here" : "left behind";
}

/** `ada@build-7 (pid 4711, since 2026-11-25T03:40:00Z)`. */
export function describeHolder({ user, host, pid, since }: LockHolder): string {
  return `${user}@${host} (pid ${pid}, since ${since})`;
}
