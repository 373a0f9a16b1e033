import { strict as assert } from "node:assert";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { DeploymentLog } from "../../../emulator/serving/instance/deployment-log";

describe("the log of a deployment", () => {
  let folder: string;
  beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "deployment-log-"))));
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const file = (name = "server.log"): string => join(folder, name);

  it("keeps the lines of several processes whole and in the order of their ends", async () => {
    const log = new DeploymentLog(file());
    const [first, second] = [log.writer(), log.writer()];
    first("one ");
    second("two\nthree");
    first("line\n");
    second(" and more\n");
    assert.equal(log.tail(), "two\none line\nthree and more");
    assert.equal(log.tail(1), "three and more");
    assert.equal(log.tail(0), "");
    await log.close();
    assert.equal(readFileSync(file(), "utf8"), "two\none line\nthree and more\n");
  });

  it("holds a bounded number of lines in memory", async () => {
    const log = new DeploymentLog(file());
    const write = log.writer();
    for (let line = 0; line < 50_000; line++) write(`${line}\n`);
    const kept = log.tail(100_000).split("\n");
    assert.deepEqual([kept.length, kept[0], kept.at(-1)], [5_000, "45000", "49999"]);
    await log.close();
  });

  it("begins a new file before one gets too long, and keeps one older", async () => {
    const fill = async (letter: string): Promise<void> => {
      const log = new DeploymentLog(file());
      log.writer()(`${letter.repeat(5 * 1024 * 1024)}\n`);
      await log.close();
    };
    for (const letter of ["a", "b", "c"]) await fill(letter);
    assert.deepEqual(readdirSync(folder).sort(), ["server.log", "server.log.1"]);
    assert.match(readFileSync(file(), "utf8"), /^c+\n$/);
    assert.match(readFileSync(file("server.log.1"), "utf8"), /^b+\n$/);
  });

  it("goes on in the file of the last time", async () => {
    for (const text of ["before\n", "after\n"]) {
      const log = new DeploymentLog(file());
      log.writer()(text);
      await log.close();
    }
    assert.equal(readFileSync(file(), "utf8"), "before\nafter\n");
  });
});
