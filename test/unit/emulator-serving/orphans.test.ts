import { strict as assert } from "node:assert";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { skip } from "../../skip";
import { processesUnder } from "./real-endpoint";

/** Milliseconds in which the children of a killed process must be gone. */
const PATIENCE = 10_000;

describe("children of a process that is killed", function () {
  this.timeout(180_000);
  before(function () {
    if (process.platform !== "linux") skip(this, "reads /proc");
  });

  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "orphans-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  for (const [role, children] of [
    // Two instances, each a gunicorn master and two workers.
    ["serve", 6],
    // The builder and pip.
    ["build", 2],
  ] as const) {
    it(`are gone with it, in the role of ${role}`, async () => {
      const script = join(__dirname, "parent-to-kill.ts");
      const parent = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", script, role], {
        env: { ...process.env, TMPDIR: folder },
        stdio: ["ignore", "pipe", "inherit"],
      });
      await once(createInterface({ input: parent.stdout }), "line");
      assert.ok(parent.pid);
      const family = processesUnder(parent.pid).slice(1);
      assert.ok(family.length >= children, `${family.length} children`);

      parent.kill("SIGKILL");
      await once(parent, "exit");
      const end = Date.now() + PATIENCE;
      while (family.some(alive)) {
        assert.ok(Date.now() < end, `still there: ${family.filter(alive).join(", ")}`);
        await new Promise((settled) => setTimeout(settled, 20));
      }
    });
  }
});

/** A process that has ended and waits for its new parent to notice counts as gone: it has no executable any more. */
function alive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`);
}
