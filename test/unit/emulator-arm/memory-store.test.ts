import assert from "node:assert/strict";
import { MemoryStore } from "../../../emulator/arm/store/memory-store";
import type { Stored } from "../../../emulator/arm/store/store";

describe("the store", () => {
  it("compares ids without regard to case and keeps the order of creation", () => {
    const records = new MemoryStore().collection<Stored & { value: number }>("records");
    records.put({ id: "/a/B", value: 1 });
    records.put({ id: "/a/C", value: 2 });
    records.put({ id: "/A/b", value: 3 });
    assert.deepEqual(
      records.all().map(({ value }) => value),
      [3, 2],
    );
    assert.equal(records.get("/a/b/")?.value, 3);
  });

  it("tells what lies below an id from what only begins like it", () => {
    const store = new MemoryStore();
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

  it("tells each change to those who watch", () => {
    const store = new MemoryStore();
    const records = store.collection<Stored>("records");
    const seen: [string, boolean][] = [];
    records.watch(({ id, record }) => seen.push([id, record !== undefined]));
    records.put({ id: "/a" });
    records.put({ id: "/a/b" });
    store.deleteTree("/a");
    records.delete("/a");
    assert.deepEqual(seen, [
      ["/a", true],
      ["/a/b", true],
      ["/a/b", false],
      ["/a", false],
    ]);
  });
});
