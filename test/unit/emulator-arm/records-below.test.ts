import assert from "node:assert/strict";
import fc from "fast-check";
import type { Entry } from "../../../emulator/arm/store/journal";
import { RecordStore } from "../../../emulator/arm/store/record-store";
import type { Stored } from "../../../emulator/arm/store/store";

/** What lies below an id, found by looking at every record. */
function naively(all: readonly Stored[], id: string): Stored[] {
  const key = (of: string): string => of.toLowerCase().replace(/\/+$/, "");
  return all.filter((record) => key(record.id).startsWith(`${key(id)}/`));
}

/** Ids that lie above, below and beside each other, in any case, some with slashes where nobody expects them. */
const segment = fc.constantFrom("a", "A", "b", "a-2", "ab", "");
const id = fc
  .tuple(fc.constantFrom("", "/"), fc.array(segment, { minLength: 1, maxLength: 5 }))
  .map(([root, segments]) => root + segments.join("/"));

describe("the records below an id", () => {
  it("are those that one finds by looking at all, oldest first, whatever has happened", () => {
    const change = fc.oneof(
      fc.record({ what: fc.constant("put"), id }),
      fc.record({ what: fc.constantFrom("delete", "deleteTree"), id }),
    );
    const step = fc.record({
      changes: fc.array(change, { maxLength: 8 }),
      end: fc.constantFrom("commit", "commit", "throw", "restart"),
    });
    const property = fc.property(fc.array(step, { maxLength: 12 }), fc.array(id, { minLength: 5 }), (steps, asked) => {
      const disk = new Map<number, string>();
      const journal = {
        read: () => [...disk].sort(([a], [b]) => a - b).map(([order, json]) => ({ collection: "all", order, json })),
        write: (entries: readonly Entry[]) => {
          for (const { order, json } of entries) {
            if (json === undefined) disk.delete(order);
            else disk.set(order, json);
          }
        },
      };
      let store = new RecordStore(journal);
      let records = store.collection<Stored>("all");
      for (const { changes, end } of steps) {
        const apply = (): void => {
          for (const { what, id } of changes) {
            if (what === "put") records.put({ id });
            else if (what === "delete") records.delete(id);
            else store.deleteTree(id);
          }
          if (end === "throw") throw new Error("on purpose");
        };
        if (end === "throw") assert.throws(() => store.transact(apply), /on purpose/);
        else store.transact(apply);
        if (end === "restart") {
          store = new RecordStore(journal);
          records = store.collection("all");
        }
        for (const one of ["", "/", ...asked]) {
          assert.deepEqual(records.below(one), naively(records.all(), one), `below '${one}'`);
        }
      }
    });
    fc.assert(property, { numRuns: 300 }); // a failure prints its seed
  });
});
