import assert from "node:assert/strict";
import { mkdir, mkdtemp, readdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "@photostructure/sqlite";
import fc from "fast-check";
import type { Entry } from "../../../emulator/arm/store/journal";
import { RecordStore } from "../../../emulator/arm/store/record-store";
import { openState, type State } from "../../../emulator/arm/store/state";
import type { Collection, Store, Stored } from "../../../emulator/arm/store/store";

interface Valued extends Stored {
  value: number | string;
}

describe("the store", () => {
  let folder: string;
  let state: State;
  let store: Store;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-state-"));
    ({ store } = state = openState(folder));
  });
  afterEach(async () => {
    await state.close();
    await rm(folder, { recursive: true, force: true });
  });
  const restart = async (): Promise<void> => {
    await state.close();
    ({ store } = state = openState(folder));
  };
  const values = (records: Collection<Valued>): (number | string)[] => records.all().map(({ value }) => value);

  it("compares ids without regard to case and keeps the order of creation", () => {
    const records = store.collection<Valued>("records");
    records.put({ id: "/a/B", value: 1 });
    records.put({ id: "/a/C", value: 2 });
    records.put({ id: "/A/b", value: 3 });
    assert.deepEqual(values(records), [3, 2]);
    assert.equal(records.get("/a/b/")?.value, 3);
  });

  it("tells what lies below an id from what only begins like it", () => {
    const [parents, children] = [store.collection("parents"), store.collection("children")];
    for (const id of ["/e/one", "/e/one-2"]) {
      parents.put({ id });
      children.put({ id: `${id}/d/blue` });
    }
    assert.deepEqual(
      children.below("/E/ONE").map(({ id }) => id),
      ["/e/one/d/blue"],
    );
    store.deleteTree("/e/one");
    assert.deepEqual([parents.all(), children.all()], [[{ id: "/e/one-2" }], [{ id: "/e/one-2/d/blue" }]]);
    assert.deepEqual([store.has("/E/one-2"), store.has("/e/one")], [true, false]);
  });

  it("tells each change to those who watch, once it holds", () => {
    const records = store.collection<Stored>("records");
    const seen: [string, boolean][] = [];
    records.watch(({ id, record }) => seen.push([id, record !== undefined]));
    store.transact(() => {
      records.put({ id: "/a" });
      records.put({ id: "/a/b" });
      assert.deepEqual(seen, []);
    });
    store.deleteTree("/a");
    records.delete("/a");
    assert.deepEqual(seen, [
      ["/a", true],
      ["/a/b", true],
      ["/a/b", false],
      ["/a", false],
    ]);
  });

  it("has after a restart what it had, oldest first, under ids in any case", async () => {
    const records = store.collection<Valued>("records");
    for (const [id, value] of [
      ["/b", 1],
      ["/a", 2],
      ["/c", 3],
    ] as const)
      records.put({ id, value });
    records.put({ id: "/B", value: 4 });
    records.delete("/a");
    records.put({ id: "/a", value: 5 });
    await restart();
    const again = store.collection<Valued>("records");
    assert.deepEqual(values(again), [4, 3, 5]);
    assert.equal(again.get("/A")?.value, 5);
    again.put({ id: "/d", value: 6 });
    await restart();
    assert.deepEqual(values(store.collection<Valued>("records")), [4, 3, 5, 6]);
  });

  it("takes all changes of a transaction back where it throws, from memory and disk", async () => {
    const [one, other] = [store.collection<Valued>("one"), store.collection<Valued>("other")];
    one.put({ id: "/a", value: 1 });
    one.put({ id: "/b", value: 2 });
    const told: string[] = [];
    one.watch(({ id }) => told.push(id));
    const fails = (): void =>
      store.transact(() => {
        one.delete("/a");
        one.put({ id: "/a", value: 9 });
        one.put({ id: "/b", value: 9 });
        store.transact(() => other.put({ id: "/c", value: 9 }));
        throw new Error("no");
      });
    assert.throws(fails, /no/);
    assert.deepEqual([values(one), values(other), told], [[1, 2], [], []]);
    await restart();
    assert.deepEqual([values(store.collection("one")), values(store.collection("other"))], [[1, 2], []]);
  });

  it("agrees with a plain map over any sequence of changes, throws and restarts", async function () {
    this.timeout(60_000);
    const change = fc.record({ id: fc.constantFrom("/a", "/A", "/a/b", "/c"), value: fc.option(fc.nat(9)) });
    const step = fc.record({
      changes: fc.array(change, { maxLength: 4 }),
      end: fc.constantFrom("commit", "throw", "restart"),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 8 }), async (steps) => {
        const name = `records-${Math.random()}`;
        let records = store.collection<Valued>(name);
        let expected = new Map<string, number>();
        for (const { changes, end } of steps) {
          const next = new Map(expected);
          const apply = (): void => {
            for (const { id, value } of changes) {
              if (value === null) next.delete(id.toLowerCase());
              else next.set(id.toLowerCase(), value);
              if (value === null) records.delete(id);
              else records.put({ id, value });
            }
            if (end === "throw") throw new Error("thrown on purpose");
          };
          if (end === "throw") assert.throws(() => store.transact(apply), /on purpose/);
          else store.transact(apply);
          if (end !== "throw") expected = next;
          if (end === "restart") {
            await restart();
            records = store.collection<Valued>(name);
          }
          const kept = records.all().map(({ id, value }) => [id.toLowerCase(), value]);
          assert.deepEqual(kept, [...expected]);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("keeps nothing in clear, and its key for its owner only", async () => {
    const records = store.collection<Valued>("records");
    for (let index = 0; index < 50; index++)
      records.put({ id: `/secret/${index}`, value: "a key that nobody may read" });
    await restart();
    const files = await readdir(folder, { recursive: true, withFileTypes: true });
    for (const file of files.filter((entry) => entry.isFile())) {
      const content = await readFile(join(file.parentPath, file.name), "latin1");
      assert.ok(!content.includes("nobody may read") && !content.includes("/secret/"), file.name);
    }
    assert.equal((await stat(join(folder, "state.key"))).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, "state"))).mode & 0o077, 0);
  });

  it("has the same secret for tokens after a restart, another one in another folder", async () => {
    const { tokenSecret } = state;
    await restart();
    assert.deepEqual(state.tokenSecret, tokenSecret);
    const elsewhere = await mkdtemp(join(tmpdir(), "azureml-state-"));
    const other = openState(elsewhere);
    assert.notDeepEqual(other.tokenSecret, tokenSecret);
    await other.close();
    await rm(elsewhere, { recursive: true, force: true });
  });

  it("makes its start good where an earlier one was killed in it", async () => {
    const other = join(folder, "other");
    await mkdir(join(other, "state"), { recursive: true });
    await writeFile(join(other, "state", "records.sqlite"), "");
    await writeFile(join(other, `state.key.1.partial`), "half");
    const begun = openState(other);
    assert.deepEqual(begun.store.collection("records").all(), []);
    await begun.close();
  });

  const damages: [name: string, damage: (folder: string) => Promise<void>][] = [
    ["another key", (at) => writeFile(join(at, "state.key"), "k".repeat(32))],
    ["a key of another length", (at) => writeFile(join(at, "state.key"), "short")],
    ["no key", (at) => rm(join(at, "state.key"))],
    [
      "something else in place of the database",
      (at) => writeFile(join(at, "state", "records.sqlite"), "x".repeat(50_000)),
    ],
    ["a short file in place of the database", (at) => writeFile(join(at, "state", "records.sqlite"), "x")],
    ["a database that was cut off", (at) => truncate(join(at, "state", "records.sqlite"), 12_288)],
  ];
  for (const [name, damage] of damages) {
    it(`refuses a folder with ${name}, and names it and the way out`, async () => {
      const records = store.collection<Valued>("records");
      for (let index = 0; index < 100; index++) records.put({ id: `/${index}`, value: "x".repeat(500) });
      await state.close();
      const other = await mkdtemp(join(tmpdir(), "azureml-state-"));
      for (const file of ["state.key", "state/records.sqlite"]) {
        await mkdir(join(other, "state"), { recursive: true });
        await writeFile(join(other, file), await readFile(join(folder, file)));
      }
      state = openState(folder);
      await damage(other);
      assert.throws(
        () => openState(other),
        (error: Error) => error.message.includes(other) && error.message.includes("emulator stop --remove"),
      );
      await rm(other, { recursive: true, force: true });
    });
  }

  it("refuses a format that it does not know", async () => {
    await state.close();
    const database = new DatabaseSync(join(folder, "state", "records.sqlite"));
    database.exec("PRAGMA user_version = 99");
    database.close();
    assert.throws(() => openState(folder), /format 99/);
    await rm(join(folder, "state"), { recursive: true });
    state = openState(folder);
  });

  it("refuses a record that was moved to another's place", async () => {
    const records = store.collection<Valued>("records");
    for (const id of ["/a", "/b"]) records.put({ id, value: 1 });
    await state.close();
    const database = new DatabaseSync(join(folder, "state", "records.sqlite"));
    database.exec('UPDATE records SET sealed = (SELECT sealed FROM records WHERE "order" = 1) WHERE "order" = 2');
    database.close();
    assert.throws(() => openState(folder), /changed since/);
    await rm(join(folder, "state"), { recursive: true });
    state = openState(folder);
  });

  it("throws over any damage of the file, or has every record as it was; it never ends the process", async function () {
    this.timeout(60_000);
    const records = store.collection<Valued>("records");
    for (let index = 0; index < 200; index++) records.put({ id: `/${index}`, value: `${index}`.repeat(100) });
    const expected = values(records);
    await state.close();
    const whole = await readFile(join(folder, "state", "records.sqlite"));
    const damage = fc.record({
      at: fc.nat(whole.length - 1),
      bytes: fc.uint8Array({ minLength: 1, maxLength: 64 }),
    });
    let refused = 0;
    await fc.assert(
      fc.asyncProperty(damage, async ({ at, bytes }) => {
        const damaged = Buffer.from(whole);
        damaged.set(bytes.subarray(0, whole.length - at), at);
        await rm(join(folder, "state"), { recursive: true });
        await mkdir(join(folder, "state"));
        await writeFile(join(folder, "state", "records.sqlite"), damaged);
        let opened: State | undefined;
        try {
          opened = openState(folder);
          const found = opened.store.collection<Valued>("records");
          assert.deepEqual(values(found), expected);
          found.put({ id: "/new", value: 1 });
        } catch (error) {
          if (error instanceof assert.AssertionError) throw error;
          refused++;
        } finally {
          await opened?.close();
        }
      }),
      { numRuns: 300 },
    );
    assert.ok(refused > 0);
    await rm(join(folder, "state"), { recursive: true });
    state = openState(folder);
  });

  it("takes a change back that finds no room, tells so, and goes on", () => {
    const entries: Entry[] = [];
    let room = true;
    const full = new RecordStore({
      read: () => [],
      write: (given) => {
        if (!room) throw new Error("database or disk is full");
        entries.push(...given);
      },
    });
    const records = full.collection<Valued>("records");
    records.put({ id: "/a", value: 1 });
    room = false;
    assert.throws(() => records.put({ id: "/a", value: 2 }), {
      name: "NotWritten",
      message: /disk is full\. Nothing was changed/,
    });
    assert.deepEqual(values(records), [1]);
    room = true;
    records.put({ id: "/a", value: 3 });
    assert.deepEqual([values(records), entries.length], [[3], 2]);
  });

  it("does not advise to remove what the machine refuses to open", async () => {
    await writeFile(join(folder, "file"), "");
    const elsewhere = join(folder, "elsewhere");
    await mkdir(join(elsewhere, "state", "records.sqlite", "nested"), { recursive: true });
    await writeFile(join(elsewhere, "state.key"), "k".repeat(32));
    for (const refused of [join(folder, "file", "below"), elsewhere]) {
      assert.throws(
        () => openState(refused),
        (error: Error) => /readable and writable/.test(error.message) && !error.message.includes("--remove"),
      );
    }
  });
});
