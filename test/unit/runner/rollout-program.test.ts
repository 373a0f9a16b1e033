import { strict as assert } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { projectOf } from "../../../runner/engine/project";
import { runProgram } from "../../../runner/rollout/program";
import { fakePulumi } from "./fake-pulumi";

const cutOff = new Date("2026-11-25T10:00:00Z");
const later = (milliseconds: number): string => new Date(cutOff.getTime() + milliseconds).toISOString();
const idle = async (): Promise<void> => assert.fail("it waits");

describe("a program that a rollout runs", function () {
  this.timeout(60_000);
  const folder = mkdtempSync(join(tmpdir(), "rollout-program-"));
  const verbs = join(folder, "verbs");
  const empty = { deployment: { manifest: { time: later(0) }, resources: [] } };
  let lock = "";

  before(async () => {
    const locks = join(folder, ".pulumi", "locks", "organization", await projectOf(process.cwd()), "dev");
    mkdirSync(locks, { recursive: true });
    lock = join(locks, "1.json");
  });
  beforeEach(() => writeFileSync(verbs, ""));
  afterEach(() => rmSync(lock, { force: true }));
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** An engine whose stack is in a folder; `meanwhile` happens while it exports the state. */
  const engine = (state: object = empty, meanwhile = "") =>
    fakePulumi(`echo "$1 $2" >> ${verbs}
case "$1 $2" in
"stack --show-name") echo dev;;
"whoami --verbose") echo "Backend URL: file://${folder}";;
"stack export") ${meanwhile}
  echo '${JSON.stringify(state)}';;
esac`);
  const ran = () => readFileSync(verbs, "utf8").trim().split("\n");
  const dead = (): number => spawnSync(process.execPath, ["--version"]).pid;
  const locked = (given: { pid?: number; hostname?: string; username?: string; timestamp: string }): void => {
    const own = { pid: dead(), username: userInfo().username, hostname: hostname() };
    writeFileSync(lock, JSON.stringify({ ...own, ...given }));
  };

  it("is a plain update, and no lock is looked at where none of ours was cut off", async () => {
    locked({ timestamp: later(1000) });
    await runProgram(engine(), undefined, idle);
    assert.deepEqual([ran(), existsSync(lock)], [["up --yes"], true]);
  });

  const own: [what: string, milliseconds: number][] = [
    ["long after it", 3_600_000],
    ["when it began", 0],
    ["a second before it, by another clock", -1000],
  ];
  for (const [what, milliseconds] of own) {
    it(`takes the dead lock away that our own update left ${what}`, async () => {
      locked({ timestamp: later(milliseconds) });
      await runProgram(engine(), cutOff, idle);
      assert.deepEqual([ran().at(-1), existsSync(lock)], ["up --yes", false]);
    });
  }

  const others: [what: string, Omit<Parameters<typeof locked>[0], "timestamp">, milliseconds: number, RegExp][] = [
    ["from before ours", {}, -1001, /locked by an update that was no rollout's/],
    ["of another machine", { hostname: "build-7" }, 1000, /can't be seen from here/],
    ["of another user", { username: "somebody-else" }, 1000, /can't be seen from here/],
  ];
  for (const [what, holder, milliseconds, message] of others) {
    it(`leaves a lock alone that is ${what}, and runs nothing`, async () => {
      locked({ ...holder, timestamp: later(milliseconds) });
      await assert.rejects(runProgram(engine(), cutOff, idle), { name: "StackLocked", message });
      assert.deepEqual([ran().includes("up --yes"), existsSync(lock)], [false, true]);
    });
  }

  it("waits for an engine of ours that goes on without its runner, then takes its lock away", async () => {
    const pulumi = join(folder, "pulumi");
    copyFileSync(process.execPath, pulumi);
    const child = spawn(pulumi, ["-e", "process.stdin.resume(); console.log('up')"], {
      stdio: ["pipe", "pipe", "ignore"],
    });
    const ended = once(child, "exit");
    await once(child.stdout, "data");
    locked({ pid: child.pid, timestamp: later(1000) });
    let pauses = 0;
    await runProgram(engine(), cutOff, async () => {
      pauses += 1;
      assert.ok(!ran().includes("up --yes") && existsSync(lock));
      if (pauses < 3) return;
      child.kill();
      await ended;
    });
    assert.deepEqual([pauses, ran().at(-1), existsSync(lock)], [3, "up --yes", false]);
  });

  it("takes a lock away that one of ours left behind while it was looking", async () => {
    locked({ timestamp: later(1000) });
    const [first, second] = [readFileSync(lock, "utf8"), `${lock.slice(0, -"1.json".length)}2.json`];
    const meanwhile = `[ -e ${folder}/left ] || { touch ${folder}/left; echo '${first}' > ${second}; }`;
    let pauses = 0;
    await runProgram(engine(empty, meanwhile), cutOff, async () => void (pauses += 1));
    assert.deepEqual([pauses, ran().at(-1), existsSync(lock), existsSync(second)], [1, "up --yes", false, false]);
  });

  it("is not run where nobody knows what became of something, and says so", async () => {
    locked({ timestamp: later(1000) });
    const resource = { urn: "urn:pulumi:dev::p::other:index:Thing::thing", type: "other:index:Thing" };
    const { manifest } = empty.deployment;
    const pending = { deployment: { manifest, resources: [], pending_operations: [{ type: "creating", resource }] } };
    await assert.rejects(runProgram(engine(pending), cutOff, idle), {
      message: /^an update was cut off: a resource of another provider; .*; see `pulumi-azureml recover`$/,
    });
    assert.deepEqual([ran().includes("up --yes"), existsSync(lock)], [false, true]);
  });

  it("fails with the engine's own words", async () => {
    const failing = fakePulumi(`echo 'error: no such thing'; exit 1`);
    await assert.rejects(runProgram(failing, undefined, idle), { name: "EngineFault", message: /no such thing/ });
  });
});
