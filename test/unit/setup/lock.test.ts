import * as assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { load } from "./modules";

interface Lock {
  withLock<T>(file: string, work: () => Promise<T>): Promise<T>;
}

describe("the lock of set-up", () => {
  let folder: string;
  let file: string;
  let lock: Lock;
  beforeEach(async () => {
    lock = await load<Lock>("lock.mjs");
    folder = mkdtempSync(join(tmpdir(), "lock-"));
    file = join(folder, "sub", "lock");
  });
  afterEach(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("lets one at a time work", async () => {
    const events: string[] = [];
    const work = async (name: string): Promise<void> => {
      events.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      events.push(`${name} ends`);
    };
    await Promise.all([lock.withLock(file, () => work("a")), lock.withLock(file, () => work("b"))]);
    assert.deepEqual(events, ["a begins", "a ends", "b begins", "b ends"]);
  });

  it("gives the work's result on and leaves nothing behind", async () => {
    assert.equal(await lock.withLock(file, async () => 7), 7);
    assert.equal(existsSync(file), false);
  });

  it("is free again after a failure", async () => {
    await assert.rejects(
      lock.withLock(file, async () => Promise.reject(new Error("no"))),
      /no/,
    );
    assert.equal(await lock.withLock(file, async () => 7), 7);
  });

  it("takes over from an owner that is gone", async () => {
    await lock.withLock(file, async () => undefined);
    const { pid } = spawnSync(process.execPath, ["--version"]);
    writeFileSync(file, String(pid));
    assert.equal(await lock.withLock(file, async () => 7), 7);
  });

  it("takes over from an owner that shows no sign of work, whoever has its process id now", async () => {
    await lock.withLock(file, async () => undefined);
    writeFileSync(file, String(process.pid));
    const longAgo = new Date(Date.now() - 120_000);
    utimesSync(file, longAgo, longAgo);
    assert.equal(await lock.withLock(file, async () => 7), 7);
  });
});
