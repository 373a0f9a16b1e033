import { readdirSync, readFileSync } from "node:fs";

/** The processes of one `pulumi up`, by what they do. */
export type Role = "engine" | "azure-native" | "dynamic provider" | "program" | "language host";

export interface EngineProcess {
  pid: number;
  role: Role;
}

const signs: readonly [sign: RegExp, role: Role][] = [
  [/plugin\/main\.(ts|js).*--sdk-version=/, "azure-native"],
  [/dynamic-provider/, "dynamic provider"],
  [/cmd\/run(\/|\.js|\s|$)/, "program"],
  [/pulumi-language-nodejs|language-host/, "language host"],
];

/** What runs below an engine now, and the engine itself. */
export function processesBelow(engine: number): EngineProcess[] {
  return below(engine).flatMap(({ pid, command }) => {
    const role = pid === engine ? "engine" : signs.find(([sign]) => sign.test(command))?.[1];
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
