import assert from "node:assert/strict";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { cutOffAttributes } from "../../../runner/engine/backend-folder";
import { fateOf, holdersNamed, lockHolders, removeLocks } from "../../../runner/engine/stack-lock";
import { refuseUnplanned } from "../../../runner/recover/held";

const own = { user: userInfo().username, host: hostname(), since: "2026-11-25T03:48:31Z" };
const place = { project: "shop", stack: "dev" };

describe("the lock of a stack", () => {
  const folder = mkdtempSync(join(tmpdir(), "stack-lock-"));
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is left behind where its process is gone", () => {
    const { pid } = spawnSync(process.execPath, ["--version"]);
    assert.equal(fateOf({ ...own, pid }), "left behind");
  });

  it("is left behind where its number is another program's now", () => {
    assert.equal(fateOf({ ...own, pid: process.pid }), "left behind");
  });

  it("is held here while its engine runs", async () => {
    const engine = join(folder, "pulumi");
    copyFileSync(process.execPath, engine);
    const child = spawn(engine, ["-e", "process.stdin.resume(); console.log('up')"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = once(child, "exit");
    await once(child.stdout, "data");
    assert.equal(fateOf({ ...own, pid: child.pid ?? 0 }), "held here");
    child.kill();
    await ended;
  });

  it("is never ours on another machine or of another user, whether its number runs here or not", () => {
    for (const pid of [process.pid, 2 ** 22 - 1]) {
      assert.equal(fateOf({ ...own, host: "build-7", pid }), "held elsewhere");
      assert.equal(fateOf({ ...own, user: "somebody", pid }), "held elsewhere");
    }
  });

  it("is read where the backend is a folder", async () => {
    const locks = join(folder, "locks", "organization", "shop", "dev");
    mkdirSync(locks, { recursive: true });
    const lock = { pid: 12, username: "ada", hostname: "build-7", timestamp: "2026-11-25T03:48:31.3Z" };
    writeFileSync(join(locks, "1.json"), JSON.stringify(lock));
    writeFileSync(join(locks, "1.json.attrs"), "{}");
    const expected = [
      { user: "ada", host: "build-7", pid: 12, since: "2026-11-25T03:48:31.3Z", file: join(locks, "1.json") },
    ];
    assert.deepEqual(await lockHolders(folder, place), expected);
    assert.deepEqual(await lockHolders(folder, { ...place, stack: "prod" }), []);
  });

  it("is taken away without the others", async () => {
    const locks = join(folder, "locks", "organization", "shop", "two");
    mkdirSync(locks, { recursive: true });
    for (const name of ["1.json", "1.json.attrs", "2.json", "2.json.attrs"]) writeFileSync(join(locks, name), "{}");
    await removeLocks([
      { ...own, pid: 1, file: join(locks, "1.json") },
      { ...own, pid: 1 },
    ]);
    assert.deepEqual(readdirSync(locks), ["2.json", "2.json.attrs"]);
  });

  it("is named where it can't be read, and an update may be writing it", async () => {
    const locks = join(folder, "locks", "organization", "shop", "half");
    mkdirSync(locks, { recursive: true });
    for (const [text, fault] of [
      ['{"pid": 12, "usern', "it is no whole JSON"],
      ["", "it is empty"],
      ['{"pid": 12}', "it has a form that is not known here: username: "],
    ] as const) {
      writeFileSync(join(locks, "1.json"), text);
      await assert.rejects(lockHolders(folder, { ...place, stack: "half" }), ({ name, message, hint }) => {
        assert.equal(name, "EngineFault");
        assert.ok(message.startsWith(`lock ${join(locks, "1.json")}: ${fault}`), message);
        return /run this again/.test(hint);
      });
    }
  });

  it("keeps a plan from being carried out where it was not there when the plan was made", () => {
    const dead = { ...own, pid: spawnSync(process.execPath, ["--version"]).pid, file: "/1.json" };
    const later = { ...dead, file: "/2.json" };
    const others = { ...later, host: "build-7" };
    refuseUnplanned([], [dead]);
    refuseUnplanned([dead], [dead]);
    const refused = (message: RegExp) => ({ name: "StackLocked", message });
    assert.throws(() => refuseUnplanned([dead, later], [dead]), refused(/cut off meanwhile.*nothing was changed/));
    assert.throws(() => refuseUnplanned([dead, others], [dead]), refused(/@build-7 .* nothing was changed/));
  });

  it("is read from the engine's refusal elsewhere", () => {
    const refusal =
      "the stack is currently locked by 1 lock(s). Either wait for the other process(es) to end or delete the lock file with `pulumi cancel`.\n" +
      "  s3://b/.pulumi/locks/organization/shop/dev/1.json: created by ada@build-7 (pid 41) at 2026-11-25T03:48:31Z";
    assert.deepEqual(holdersNamed(refusal), [{ user: "ada", host: "build-7", pid: 41, since: "2026-11-25T03:48:31Z" }]);
  });
});

describe("the attributes file beside a state", () => {
  const folder = mkdtempSync(join(tmpdir(), "attributes-"));
  const stacks = join(folder, "stacks", "shop");
  before(() => mkdirSync(stacks, { recursive: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));
  const write = (name: string, text: string) => writeFileSync(join(stacks, name), text);

  it("is found where a kill cut it off, for this stack alone", async () => {
    assert.equal(await cutOffAttributes(folder, place), undefined);
    write("dev.json.attrs", '{"user.content_type":""}');
    write("dev.json.bak.attrs", "");
    write("other.json.attrs", "");
    assert.equal(await cutOffAttributes(folder, place), undefined);
    for (const text of ["", '{"user.content_t']) {
      write("dev.json.attrs", text);
      assert.equal(await cutOffAttributes(folder, place), join(stacks, "dev.json.attrs"));
    }
  });
});
