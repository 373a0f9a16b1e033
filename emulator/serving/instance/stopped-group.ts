import { spawn } from "node:child_process";

/**
 * Shell source: waits for the end of its stdin, which this process holds and the kernel closes whatever way it ends, and
 * kills a process group then. A stopped server can't watch its parent itself, and only SIGKILL ends it.
 */
const KILL_WITH_PARENT = `read -r nothing; kill -KILL "-$1"`;

/** Stops all processes of a group where they stand; they are killed when this process ends. Returns what lets them go on. */
export function stopGroup(group: number): () => void {
  const guard = spawn("/bin/sh", ["-c", KILL_WITH_PARENT, "sh", String(group)], {
    detached: true,
    stdio: ["pipe", "ignore", "ignore"],
  });
  guard.once("error", () => undefined);
  guard.stdin.on("error", () => undefined);
  signal(group, "SIGSTOP");
  return () => {
    guard.kill("SIGKILL");
    signal(group, "SIGCONT");
  };
}

/** Nobody may be left in the group. */
function signal(group: number, name: NodeJS.Signals): void {
  try {
    process.kill(-group, name);
  } catch {
    // Then there is nothing to do.
  }
}
