import { fstatSync } from "node:fs";

/** How the engine's hosts start the process that runs dynamic providers. */
const hostScript = /cmd[\\/]dynamic-provider|pulumi-resource-pulumi-nodejs/;

let watched = false;

/**
 * Ends this process when the engine that started it is gone, however it went: a provider that lives on would go on
 * writing to the cloud. The engine holds a pipe to the standard input of its plugins and never writes to it, so the end of
 * that pipe is the sign. It comes within milliseconds also after a SIGKILL, and through the shell script that stands
 * between the two; the parent's process id does not change then, since it is the script's.
 */
export function stopWithEngine(): void {
  if (watched || !hostScript.test(process.argv[1] ?? "") || !isPipe(0)) return;
  watched = true;
  const stop = () => process.exit(1);
  process.stdin.on("end", stop).on("error", stop).resume();
  process.stdin.unref();
}

/** Not so where a person attaches the engine to a provider that they started in a terminal or a debugger. */
function isPipe(descriptor: number): boolean {
  const file = fstatSync(descriptor);
  return file.isFIFO() || file.isSocket();
}
