import { strict as assert } from "node:assert";
import { spawn, type ChildProcess, type ChildProcessByStdio } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

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
  let family: number[] = [];
  /** Takes pip's request and never answers, so that pip would wait on; here, since it must outlive the parent. */
  const index = createServer();
  before(() => void index.listen(0, "127.0.0.1"));
  after(() => void index.close());
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "orphans-"))));
  afterEach(() => {
    for (const pid of family.splice(0).filter(alive)) process.kill(pid, "SIGKILL");
    rmSync(folder, { recursive: true, force: true });
  });

  function parentIn(role: "serve" | "hang" | "build"): ChildProcessByStdio<null, Readable, null> {
    const script = join(__dirname, "parent-to-kill.ts");
    const address = `http://127.0.0.1:${(index.address() as AddressInfo).port}/simple`;
    const pip = { PIP_INDEX_URL: address, PIP_TIMEOUT: "600", NO_PROXY: "127.0.0.1" };
    return spawn(process.execPath, ["-r", "ts-node/register/transpile-only", script, role], {
      env: { ...process.env, ...(role === "build" && pip), TMPDIR: folder },
      stdio: ["ignore", "pipe", "inherit"],
    });
  }

  async function areGoneWith(parent: ChildProcess, children: number): Promise<void> {
    assert.ok(parent.pid);
    family = processesUnder(parent.pid).slice(1);
    assert.ok(family.length >= children, `${family.length} children`);
    parent.kill("SIGKILL");
    await once(parent, "exit");
    const end = Date.now() + PATIENCE;
    while (family.some(alive)) {
      assert.ok(Date.now() < end, `still there: ${family.filter(alive).join(", ")}`);
      await new Promise((settled) => setTimeout(settled, 20));
    }
  }

  it("are gone with it where they serve", async () => {
    const parent = parentIn("serve");
    await once(createInterface({ input: parent.stdout }), "line");
    // Two instances, each a gunicorn master and two workers.
    await areGoneWith(parent, 6);
  });

  it("are gone with it where they hang", async () => {
    const parent = parentIn("hang");
    await once(createInterface({ input: parent.stdout }), "line");
    await areGoneWith(parent, 6);
  });

  it("are gone with it where they build an environment", async () => {
    const parent = parentIn("build");
    const [asking] = (await once(index, "connection")) as [Socket];
    // The builder and pip.
    await areGoneWith(parent, 2);
    asking.destroy();
  });
});

/** A process that has ended and waits for its new parent to notice counts as gone: it has no executable any more. */
function alive(pid: number): boolean {
  return existsSync(`/proc/${pid}/exe`);
}
