import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { openProbe } from "./probe";

/** What one operation of the engine took. */
export interface Cost {
  seconds: number;
  /** Processor time of the engine and of all that it started. A busy machine shifts it less than `seconds`. */
  cpuSeconds: number;
  /** Largest resident memory of the process that ran the program. */
  programMegabytes: number;
  /** The same of the engine's own process; 0 where the system does not tell. */
  engineMegabytes: number;
}

/** Runs `pulumi` with arguments in a project's folder. Rejects with what it printed where it fails. */
export async function pulumi(args: readonly string[], cwd: string, environment: NodeJS.ProcessEnv): Promise<Cost> {
  const probe = openProbe();
  const env = { ...environment, ...probe.environment };
  const timed = ["-c", '"$@"; code=$?; times >&3; exit $code', "sh", "pulumi", ...args];
  const begun = performance.now();
  const child = spawn("sh", timed, { cwd, env, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  let said = "";
  let times = "";
  child.stdio[1]?.on("data", (piece: Buffer) => (said += piece.toString()));
  child.stdio[2]?.on("data", (piece: Buffer) => (said += piece.toString()));
  child.stdio[3]?.on("data", (piece: Buffer) => (times += piece.toString()));
  let engineMegabytes = 0;
  const watch = setInterval(() => (engineMegabytes = Math.max(engineMegabytes, peakOfChild(child.pid))), 100);
  const [code] = (await once(child, "close")) as [number | null];
  clearInterval(watch);
  const seconds = (performance.now() - begun) / 1000;
  const { megabytes: programMegabytes } = probe.close();
  if (code !== 0) throw new Error(`pulumi ${args.join(" ")} ended with ${code}:\n${said.slice(-4000)}`);
  return { seconds, cpuSeconds: secondsOfChildren(times), programMegabytes, engineMegabytes };
}

/** The second line that a shell's `times` prints: `1m2.5s 0m3.1s`, user and system time of its children. */
function secondsOfChildren(times: string): number {
  const spans = times.split("\n")[1]?.split(" ") ?? [];
  return spans.reduce((sum, span) => {
    const [minutes = "0", seconds = "0"] = span.replace("s", "").split("m");
    return sum + Number(minutes) * 60 + Number(seconds);
  }, 0);
}

/** Largest resident memory so far of a process's first child. */
function peakOfChild(parent: number | undefined): number {
  try {
    const [child = ""] = readFileSync(`/proc/${parent}/task/${parent}/children`, "utf8").split(" ");
    const [, kilobytes] = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${child}/status`, "utf8")) ?? [];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0; // it is gone, or this is no Linux
  }
}
