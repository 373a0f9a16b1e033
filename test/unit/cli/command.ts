import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { text } from "node:stream/consumers";

/** What a run of the command left behind. */
export interface Ended {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The compiled command. */
export const MAIN = resolve(__dirname, "../../../dist/cli/main.js");

/** Runs the compiled command in an environment of its own: nothing of this machine's Azure or emulators is seen. */
export async function command(args: readonly string[], env: NodeJS.ProcessEnv = {}, input = ""): Promise<Ended> {
  const home = mkdtempSync(join(tmpdir(), "cli-test-"));
  try {
    const child = spawn(process.execPath, [MAIN, ...args], {
      env: { PATH: process.env["PATH"], HOME: home, PULUMI_AZUREML_HOME: home, ...env },
      stdio: "pipe",
    });
    const ended = new Promise<number | null>((done, failed) => child.once("error", failed).once("close", done));
    child.stdin.on("error", () => {}); // it may not read its input
    child.stdin.end(input);
    const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
    return { code, stdout, stderr };
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}
