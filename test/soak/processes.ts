import { readdirSync, readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";

/** The processes of one `pulumi up`, by what they do, and who called it. */
export type Role = "runner" | "engine" | "azure-native" | "dynamic provider" | "program" | "language host";

export interface EngineProcess {
  pid: number;
  role: Role;
}

const signs: readonly [sign: RegExp, role: Role][] = [
  [/plugin\/main\.(ts|js).*--sdk-version=/, "azure-native"],
  [/dynamic-provider|pulumi-resource-pulumi-nodejs/, "dynamic provider"],
  [/cmd\/run(\/|\.js|\s|$)/, "program"],
  [/pulumi-language-nodejs|language-host/, "language host"],
  [/^(\S*\/)?pulumi\s/, "engine"],
];

/** What runs below an engine or a runner now, and itself. */
export function processesBelow(root: number, rootRole: "engine" | "runner" = "engine"): EngineProcess[] {
  return below(root).flatMap(({ pid, command }) => {
    const role = pid === root ? rootRole : signs.find(([sign]) => sign.test(command))?.[1];
    return role ? [{ pid, role }] : [];
  });
}

/** All processes below one. */
export function descendants(pid: number): number[] {
  return below(pid)
    .map((one) => one.pid)
    .filter((one) => one !== pid);
}

/** A process and all below it. */
function below(root: number): Stat[] {
  const all = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => statOf(Number(entry)));
  const found = all.filter(({ pid }) => pid === root);
  for (const { pid } of found) found.push(...all.filter(({ parent }) => parent === pid));
  return found;
}

/** Kills without a word; a process that was faster is none. */
export function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // gone meanwhile
  }
}

/** Kills a process with everything below it. */
export function killTree(pid: number): void {
  for (const each of [...descendants(pid), pid]) kill(each);
}

/** Orphans of a killed engine stop by themselves; this is the proof, and they must not work on in the next update. */
export async function gone(pids: readonly number[]): Promise<void> {
  const patience = Date.now() + 30_000;
  while (pids.some(isRunning)) {
    if (Date.now() > patience)
      throw new Error(`processes of a killed engine live on: ${pids.filter(isRunning).join()}`);
    await sleep(20);
  }
}

export function isRunning(pid: number): boolean {
  const [state] = statOf(pid);
  return state !== undefined && state.state !== "Z";
}

interface Stat {
  pid: number;
  parent: number;
  state: string;
  command: string;
}

function statOf(pid: number): Stat[] {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [state = "", parent = "0"] = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
    const command = readFileSync(`/proc/${pid}/cmdline`, "utf8").replaceAll("\0", " ");
    return [{ pid, parent: Number(parent), state, command }];
  } catch {
    return []; // gone meanwhile
  }
}
