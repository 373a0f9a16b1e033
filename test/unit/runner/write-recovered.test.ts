import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import type { LockHolder } from "../../../runner/engine/stack-lock";
import type { Recovery } from "../../../runner/recover/recovery";
import { writeRecovered } from "../../../runner/recover/write-recovered";
import { fakePulumi } from "./fake-pulumi";

const since = "2026-11-25T03:48:31Z";
const { pid: gone } = spawnSync(process.execPath, ["--version"]);
const dead: LockHolder = { user: userInfo().username, host: hostname(), pid: gone, since };
const ada: LockHolder = { user: "ada", host: "build-7", pid: 41, since };
const state = { deployment: { manifest: { time: since }, resources: [] } };

describe("the write of a recovery", () => {
  const folder = mkdtempSync(join(tmpdir(), "write-recovered-"));
  const verbs = join(folder, "verbs");
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** An engine that refuses an import each time that somebody holds a lock, in turn. */
  const engine = (holders: readonly (LockHolder | undefined)[], exported: object = state) => {
    writeFileSync(verbs, "");
    const words = holders.map((holder, turn) => {
      const said = holder && `created by ${holder.user}@${holder.host} (pid ${holder.pid}) at ${holder.since}`;
      return `${turn}) ${said ? `echo 'error: the stack is currently locked by 1 lock(s)'; echo '  x: ${said}'; exit 255` : "exit 0"};;`;
    });
    return fakePulumi(
      `turn=$(grep -c "stack import" ${verbs}); echo "$1 $2" >> ${verbs}
case "$1 $2" in
"stack export") echo '${JSON.stringify(exported)}';;
"stack import") cat > /dev/null; case $turn in ${words.join(" ")} esac;;
esac`,
    );
  };
  const recovery = (given: Partial<Recovery> & Pick<Recovery, "pulumi">): Recovery => ({
    place: { project: "shop", stack: "dev" },
    deadLocks: [],
    steps: [],
    state,
    ...given,
  });
  const done = () => readFileSync(verbs, "utf8").trim().split("\n");
  const refused = (message: RegExp) => ({ name: "StackLocked", message });

  it("never cancels in a folder, and says what had gone by then", async () => {
    for (const holder of [ada, dead]) {
      const given = recovery({ pulumi: engine([holder]), folder: "/stacks", deadLocks: [dead] });
      await assert.rejects(writeRecovered(given), refused(/locked.* by .*@.*; .*only a dead lock went$/));
      assert.deepEqual(done(), ["stack export", "stack import"]);
    }
  });

  it("takes a dead lock away that only shows now, elsewhere", async () => {
    await writeRecovered(recovery({ pulumi: engine([dead, undefined]) }));
    assert.deepEqual(done(), ["stack export", "stack import", "cancel --yes", "stack export", "stack import"]);
  });

  it("never takes somebody's lock away, and says that nothing was changed", async () => {
    await assert.rejects(writeRecovered(recovery({ pulumi: engine([ada]) })), refused(/build-7.*nothing was changed$/));
    assert.deepEqual(done(), ["stack export", "stack import"]);
  });

  it("gives way to who was faster than it after a dead lock had gone", async () => {
    const given = recovery({ pulumi: engine([dead, ada]) });
    await assert.rejects(writeRecovered(given), refused(/locked meanwhile by ada@build-7 .*; only a dead lock went$/));
  });

  it("is refused where the state has changed since the plan", async () => {
    const other = { deployment: { manifest: { time: "2026-11-25T04:00:00Z" } } };
    const given = recovery({ pulumi: engine([], other), cutOffFile: "/dev.json.attrs" });
    await assert.rejects(
      writeRecovered(given),
      refused(/has changed meanwhile, .*; only \/dev\.json\.attrs went; run/),
    );
    assert.deepEqual(done(), ["stack export"]);
  });
});
