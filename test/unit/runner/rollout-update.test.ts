import { strict as assert } from "node:assert";
import { hostname } from "node:os";
import { EngineFault } from "../../../runner/engine/engine-fault";
import { StackLocked } from "../../../runner/recover/held";
import type { JournalEntry } from "../../../runner/rollout/journal";
import { cutOffSince, update } from "../../../runner/rollout/update";
import { RolloutAzure } from "./rollout-azure";

/** Entries in short: `up` and `end` are this machine's, `up build-7` another one's, anything else is none of an update. */
function entries(...short: string[]): JournalEntry[] {
  return short.map((each, index) => {
    const [word = "", host = hostname()] = each.split(" ");
    const what = word === "up" ? "up" : word === "end" ? "up ended" : "decided";
    return { at: timeOf(index), by: "a test", what, reason: "", evidence: { host } };
  });
}

const timeOf = (index: number): string => `2026-11-25T10:0${index}:00.000Z`;

describe("an update that was cut off", () => {
  const table: [entries: string[], index: number | undefined][] = [
    [[], undefined],
    [["decided"], undefined],
    [["up", "end"], undefined],
    [["up"], 0],
    [["up", "end", "up"], 2],
    [["up", "decided", "up"], 0],
    [["up", "up", "end"], undefined],
    [["up build-7"], undefined],
    [["up build-7", "up"], 1],
    [["up", "end", "decided", "up", "decided"], 3],
  ];
  for (const [short, index] of table) {
    it(`is ${index === undefined ? "none" : `number ${index}`} of: ${short.join(", ") || "nothing"}`, () => {
      const expected = index === undefined ? undefined : timeOf(index);
      assert.equal(cutOffSince(entries(...short))?.toISOString(), expected);
    });
  }

  it("is none where an entry does not say whose it is", () => {
    for (const evidence of [undefined, null, "here", {}]) {
      assert.equal(cutOffSince([{ at: timeOf(0), by: "", what: "up", reason: "", evidence }]), undefined);
    }
  });
});

describe("the journal of an update", () => {
  let azure: RolloutAzure;
  before(async () => {
    azure = await RolloutAzure.start();
  });
  after(() => azure.stop());

  /** What the journal has after updates that end so, and what each was told of the one before. */
  async function updates(...ends: (Error | undefined)[]) {
    const at = await azure.stage();
    const told: boolean[] = [];
    for (const end of ends) {
      const up = async (cutOff: Date | undefined): Promise<void> => {
        told.push(cutOff !== undefined);
        if (end) throw end;
      };
      const updated = update(at.runner({ up }), "a test");
      await (end ? assert.rejects(updated, end) : updated);
    }
    return { what: (await at.entries()).map(({ what }) => what), told };
  }
  const locked = new EngineFault("locked", "locked");
  const failed = new EngineFault("failed", "other");

  const table: [what: string, ends: (Error | undefined)[], what: JournalEntry["what"][], told: boolean[]][] = [
    ["has its beginning and its end", [undefined, undefined], ["up", "up ended", "up", "up ended"], [false, false]],
    ["has no end where it failed", [failed, undefined], ["up", "up", "up ended"], [false, true]],
    ["has one where it never began", [locked, undefined], ["up", "up ended", "up", "up ended"], [false, false]],
    ["has one where the stack was held", [new StackLocked([], "held")], ["up", "up ended"], [false]],
    [
      "has none where one before was cut off too",
      [failed, locked, undefined],
      ["up", "up", "up", "up ended"],
      [false, true, true],
    ],
  ];
  for (const [what, ends, entriesThen, told] of table) {
    it(what, async () => assert.deepEqual(await updates(...ends), { what: entriesThen, told }));
  }
});
