import * as assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { load, ROOT } from "./modules";

interface Execute {
  logged(name: string, command: string, args: string[]): Promise<void>;
  foreground(command: string[], env: NodeJS.ProcessEnv): Promise<number>;
}

describe("commands that set-up runs", () => {
  let execute: Execute;
  before(async () => {
    execute = await load<Execute>("execute.mjs");
  });

  it("shows the end of the log, and where it is, if a step fails", async () => {
    const script = `console.log("first"); console.error("what is wrong"); process.exit(3)`;
    await assert.rejects(execute.logged("test-step", process.execPath, ["-e", script]), (error: Error) => {
      assert.match(error.message, /exit code 3/);
      assert.match(error.message, /what is wrong/);
      assert.match(error.message, /test-step\.log/);
      return true;
    });
    assert.match(readFileSync(join(ROOT, ".setup", "test-step.log"), "utf8"), /first/);
  });

  it("says that a command is not installed", async () => {
    await assert.rejects(execute.logged("test-step", "no-such-command", []), /ENOENT/);
  });

  it("passes the exit code of the real thing on", async () => {
    assert.equal(await execute.foreground([process.execPath, "-e", "process.exit(5)"], process.env), 5);
  });

  it("ends a step, and all that it started, when set-up is killed", async () => {
    // A step that starts a process of its own, which says that it lives and would go on for good.
    const grandchild = `console.log(process.pid); setInterval(() => {}, 1000)`;
    const step = `require("child_process").spawn(process.execPath, ["-e", ${JSON.stringify(grandchild)}], { stdio: "inherit" })`;
    const setUp =
      `const leash = require("child_process").spawn(process.execPath, ` +
      `[${JSON.stringify(join(ROOT, "setup", "leash.mjs"))}, process.execPath, "-e", ${JSON.stringify(step)}], ` +
      `{ stdio: ["pipe", "inherit", "inherit"] })`;

    const child = spawn(process.execPath, ["-e", setUp], { stdio: ["ignore", "pipe", "inherit"] });
    const [pid] = await once(createInterface({ input: child.stdout }), "line");
    child.kill("SIGKILL");
    // The grandchild holds the other end of this pipe: it closes when the last of them is gone.
    await once(child.stdout, "close");
    assert.equal(runs(Number(pid)), false);
  });
});

/** A zombie has ended, though nobody has asked for its exit code yet. */
function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return !/^\d+ \(.*\) [ZX]/.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
