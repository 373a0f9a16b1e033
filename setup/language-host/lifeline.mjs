/**
 * The engine starts a plugin with a pipe on its standard input and never writes to it. The pipe ends when the engine is
 * gone, whatever the cause, so its end is the one sign that also follows a SIGKILL.
 *
 * @param {() => void} onEngineGone
 */
export function watchEngine(onEngineGone) {
  process.stdin.on("end", onEngineGone);
  process.stdin.on("error", onEngineGone);
  process.stdin.resume();
}

/** Ends this process and all it started. The engine makes each plugin the leader of a process group of its own. */
export function endGroup() {
  try {
    process.kill(-process.pid, "SIGKILL");
  } catch {
    process.exit(1);
  }
}
