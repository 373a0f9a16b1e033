/**
 * Runs a command that must not go on when set-up is gone, however set-up ended: `node leash.mjs COMMAND ARGS…`.
 * Its standard input is a pipe from set-up; when that ends, the command and all it started are killed. Two installers in
 * one folder, the orphan of a killed set-up and its successor's, would spoil it.
 */
import { spawn } from "node:child_process";

const [command, ...args] = process.argv.slice(2);
// A process group of its own, so that it can be killed as a whole.
const child = spawn(command, args, { stdio: ["ignore", "inherit", "inherit"], detached: true });

process.stdin.on("end", () => {
  killGroup();
  process.exit(1);
});
process.stdin.resume();
// Ctrl-C reaches set-up as well; the end of the pipe follows.
process.on("SIGINT", () => {});

child.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(127);
});
child.on("exit", (code, signal) => process.exit(signal ? 1 : code));

function killGroup() {
  try {
    process.kill(-child.pid, "SIGKILL");
  } catch {
    child.kill("SIGKILL");
  }
}
