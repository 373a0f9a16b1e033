import { readdir, readFile, rm } from "node:fs/promises";
import { hostname, userInfo } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { StackPlace } from "./backend-folder";
import { knownJson } from "./known-json";
import { runsStill } from "./process";

/** Who locked a stack, as the lock says. */
export interface LockHolder {
  user: string;
  host: string;
  pid: number;
  /** When, as ISO 8601. */
  since: string;
  /** The lock itself, in a backend that is a folder. */
  file?: string;
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
  const names = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith(".json"));
  const found = await Promise.all(names.map((name) => holderIn(join(folder, name))));
  return found.filter((holder) => holder !== undefined);
}

const UNREADABLE =
  "nothing was changed; an update may be writing it: run this again, or `pulumi cancel` once surely none is running";

async function holderIn(file: string): Promise<LockHolder | undefined> {
  const text = await readFile(file, "utf8").catch(() => undefined); // gone meanwhile
  return text === undefined ? undefined : { ...knownJson(`lock ${file}`, text, lock, UNREADABLE), file };
}

/** Takes locks away, these and no others. */
export async function removeLocks(holders: readonly LockHolder[]): Promise<void> {
  const files = holders.flatMap(({ file }) => (file === undefined ? [] : [file, `${file}.attrs`]));
  await Promise.all(files.map((file) => rm(file, { force: true })));
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
