import assert from "node:assert/strict";
import fc from "fast-check";
import { type Cursor, cursorText, holds, isOver, LONGEST_TAG, parseCursor } from "../../../rollout/cursor";

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(..."0123456789abcdef"), minLength: length, maxLength: length });
const name = fc.stringMatching(/^[a-z][a-z0-9-]{1,30}[a-z0-9]$/);
const whole = (max = Number.MAX_SAFE_INTEGER) => fc.integer({ min: 0, max });

/** Status, hold and agreement as they may come together. */
const standing = fc.oneof(
  fc.record({ status: fc.constantFrom("succeeded" as const, "rolledBack" as const), isApproved: fc.constant(false) }),
  fc.record({ status: fc.constant("running" as const), isApproved: fc.boolean() }),
  fc.record({ status: fc.constant("held" as const), hold: fc.constantFrom(...holds), isApproved: fc.constant(false) }),
);
const cursors: fc.Arbitrary<Cursor> = fc
  .tuple(
    fc.record({ id: hex(8), plan: hex(12), sequence: whole(), stage: whole(99), since: whole(10 ** 11) }),
    fc.record({ live: name, candidate: name, liveContent: hex(12), candidateContent: hex(12) }),
    standing,
  )
  .map(([place, sides, status]) => ({ ...place, ...sides, ...status }));

const seed = Number(process.env["AZUREML_ROLLOUT_SEED"] ?? Date.now() % 1_000_000);

describe(`a cursor's text (AZUREML_ROLLOUT_SEED=${seed})`, () => {
  it("is read as it was written, and fits a tag", () => {
    fc.assert(
      fc.property(cursors, (cursor) => {
        const text = cursorText(cursor);
        assert.deepEqual(parseCursor(text), cursor);
        assert.ok(text.length <= LONGEST_TAG, text);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it("fits a tag with the longest of everything", () => {
    const longest = holds.reduce((long, each) => (each.length > long.length ? each : long));
    const text = cursorText({
      ...{ id: "f".repeat(8), plan: "f".repeat(12), sequence: Number.MAX_SAFE_INTEGER, stage: 999, status: "held" },
      ...{ hold: longest, since: Number.MAX_SAFE_INTEGER, isApproved: false, live: "a".repeat(32) },
      ...{ candidate: "b".repeat(32), liveContent: "f".repeat(12), candidateContent: "f".repeat(12) },
    });
    assert.ok(text.length <= LONGEST_TAG, `${text.length}`);
  });

  const fine = "1|0123abcd|0123456789ab|7|3|running|1800000000|blue|green|000000000000|111111111111";
  const others: [what: string, text: string][] = [
    ["nothing", ""],
    ["a text of somebody's", "later"],
    ["another form", fine.replace(/^1/, "2")],
    ["a field less", fine.replace("|blue", "")],
    ["a field more", `${fine}|x`],
    ["something before it", ` ${fine}`],
    ["a line after it", `${fine}\n`],
    ["a status that is none", fine.replace("running", "waiting")],
    ["held for no reason", fine.replace("running", "held")],
    ["held for a reason that is none", fine.replace("running", "held-moon")],
    ["content in capitals", fine.replace("111111111111", "11111111111A")],
    ["an id that is too short", fine.replace("0123abcd", "0123abc")],
    ["an id in capitals", fine.replace("0123abcd", "0123ABCD")],
    ["a negative number", fine.replace("|7|", "|-7|")],
    ["a broken number", fine.replace("|7|", "|7.5|")],
    ["an empty name", fine.replace("blue", "")],
    ["a name with a space", fine.replace("blue", "b lue")],
    ["a hash that is too long", fine.replace("111111111111", "1111111111111")],
  ];
  it("is understood, for a start", () => assert.ok(parseCursor(fine)));
  for (const [what, text] of others) {
    it(`is none where it is ${what}`, () => assert.equal(parseCursor(text), undefined));
  }

  it("is none, or means the same once more, where a character was changed", () => {
    fc.assert(
      fc.property(cursors, whole(), fc.string({ minLength: 1, maxLength: 1 }), (cursor, at, character) => {
        const text = cursorText(cursor);
        const place = at % text.length;
        const read = parseCursor(text.slice(0, place) + character + text.slice(place + 1));
        if (read) assert.deepEqual(parseCursor(cursorText(read)), read);
      }),
      { seed, numRuns: 1000 },
    );
  });

  it("is of a rollout that is over once that succeeded or was rolled back", () => {
    fc.assert(
      fc.property(cursors, (cursor) =>
        assert.equal(isOver(cursor), cursor.status === "succeeded" || cursor.status === "rolledBack"),
      ),
      { seed },
    );
  });
});
