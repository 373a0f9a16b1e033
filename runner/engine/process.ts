import { execFileSync } from "node:child_process";

/**
 * True where a process of this number runs and may be the named program: numbers are used again, so one that certainly
 * is another program does not count. What can't be told counts as running.
 */
export function runsStill(pid: number, program: string): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return error instanceof Error && Reflect.get(error, "code") === "EPERM"; // it is there, and somebody else's
  }
  if (process.platform === "win32") return true;
  try {
    const [state = "", ...command] = execFileSync("ps", ["-p", String(pid), "-o", "stat=,comm="], { encoding: "utf8" })
      .trim()
      .split(/\s+/);
    if (state.startsWith("Z")) return false;
    return command.length === 0 || command.join(" ").includes(program);
  } catch {
    return true;
  }
}
