import assert from "node:assert/strict";
import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { FolderInUse, lockFolder, lockOwner } from "../../../emulator/folder-lock";
import { LocalAzureMl } from "./local-azure-ml";

/** Takes the lock when it is told to, says how that went, and keeps it until it is killed. */
const TAKER = `
  const { lockFolder } = require("./emulator/folder-lock.ts");
  process.stdin.once("data", () => {
    try { lockFolder(process.argv[1]); console.log("owner"); } catch (error) { console.log(error.name); }
  });
  console.log("ready");
`;

describe("the lock of an emulator's folder", function () {
  this.timeout(60_000);
  let folder: string;
  const children: ChildProcess[] = [];
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "azureml-lock-"))));
  afterEach(async () => {
    for (const child of children.splice(0)) child.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  const taker = async (): Promise<() => Promise<string>> => {
    const child = spawn(process.execPath, ["-r", "ts-node/register/transpile-only", "-e", TAKER, folder]);
    children.push(child);
    const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
    assert.equal((await lines.next()).value, "ready");
    return async () => {
      child.stdin.write("go");
      return (await lines.next()).value ?? "";
    };
  };

  it("belongs to one, also within one process, until it is given back", () => {
    const unlock = lockFolder(folder);
    assert.equal(lockOwner(folder), process.pid);
    assert.throws(() => lockFolder(folder), FolderInUse);
    unlock();
    assert.equal(lockOwner(folder), undefined);
    lockFolder(folder)();
  });

  it("of a killed process does not count, and one of many takes it over", async () => {
    const gone = spawn(process.execPath, ["-e", ""]);
    await once(gone, "exit");
    await writeFile(join(folder, "lock"), `${gone.pid} 1 another-life`);
    const takers = await Promise.all(Array.from({ length: 6 }, taker));
    const said = await Promise.all(takers.map((take) => take()));
    assert.deepEqual(said.sort(), ["FolderInUse", "FolderInUse", "FolderInUse", "FolderInUse", "FolderInUse", "owner"]);
    assert.deepEqual(await readdir(folder), ["lock"]);
  });

  it("does not count where its number belongs to another process by now", async () => {
    const [pid] = (await readFile(`/proc/${process.ppid}/stat`, "utf8").catch(() => "")).split(" ");
    await writeFile(join(folder, "lock"), `${pid || process.ppid} ${pid ? "1" : "-"} another-life`);
    if (pid) lockFolder(folder)();
    await writeFile(join(folder, "lock"), `${process.pid} 1 another-life`);
    lockFolder(folder)();
  });

  it("keeps a second local Azure ML out of the folder, in the same program too", async () => {
    const first = await LocalAzureMl.start();
    await assert.rejects(LocalAzureMl.start({ folder: first.folder }), /stop it first, or give this one a folder/);
    assert.equal((await first.get(first.workspace)).status, 200);
    await first.stop();
  });
});
