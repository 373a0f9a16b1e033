import { strict as assert } from "node:assert";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { cursorText } from "../../../rollout/cursor";
import {
  fileJournal,
  Journal,
  type JournalEntry,
  JournalMoved,
  type JournalStore,
} from "../../../runner/rollout/journal";
import { cursor } from "../rollout/situations";

const entry = (reason: string): JournalEntry => ({
  at: "2026-01-02T03:04:05Z",
  by: "ada@build",
  what: "decided",
  reason,
});

describe("a rollout's journal", () => {
  let folder: string;
  let file: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "azureml-journal-"));
    file = join(folder, "rollouts", "fraud.jsonl");
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function written(...reasons: string[]): Promise<string[]> {
    const journal = await Journal.open(fileJournal(file));
    for (const reason of reasons) await journal.append(entry(reason));
    return (await Journal.open(fileJournal(file))).entries.map(({ reason }) => reason);
  }

  it("holds what was appended, over several openings", async () => {
    assert.deepEqual(await written("one", "two"), ["one", "two"]);
    assert.deepEqual(await written("three"), ["one", "two", "three"]);
  });

  it("goes on after a line that a kill cut off, wherever that was", async () => {
    await written("one", "two");
    const whole = await readFile(file, "utf8");
    const second = whole.indexOf("\n") + 1;
    for (let length = second + 1; length < whole.length; length++) {
      await writeFile(file, whole.slice(0, length));
      const expected = length === whole.length - 1 ? ["one", "two", "three"] : ["one", "three"];
      assert.deepEqual(await written("three"), expected, `cut off at ${length} of ${whole.length}`);
    }
  });

  const changes: [string, (lines: string[]) => string[]][] = [
    [
      "a line that was changed",
      (lines) => lines.map((each, index) => (index === 1 ? each.replace("two", "owt") : each)),
    ],
    ["a line that was taken away", (lines) => lines.filter((_, index) => index !== 1)],
    ["lines in another order", ([one = "", two = "", three = "", ...rest]) => [two, one, three, ...rest]],
    ["a line that is no JSON", (lines) => lines.map((each, index) => (index === 1 ? "{}" : each))],
  ];
  for (const [what, change] of changes) {
    it(`refuses ${what}`, async () => {
      await written("one", "two", "three");
      await writeFile(file, change((await readFile(file, "utf8")).split("\n")).join("\n"));
      await assert.rejects(written(), /^Error: journal: line \d does not follow from the one before; it was changed$/);
    });
  }

  it("refuses to append where somebody else has, and then nothing of it is there", async () => {
    const [one, other] = [await Journal.open(fileJournal(file)), await Journal.open(fileJournal(file))];
    assert.deepEqual([await one.isLast(), await other.isLast()], [true, true]);
    await one.append(entry("one"));
    assert.deepEqual([await one.isLast(), await other.isLast()], [true, false]);
    await assert.rejects(other.append(entry("other")), JournalMoved);
    await one.append(entry("two"));
    assert.deepEqual(await written("three"), ["one", "two", "three"]);
  });

  it("holds every character, and counts bytes", async () => {
    assert.deepEqual(await written("größer als\n5 % 🙂"), ["größer als\n5 % 🙂"]);
    assert.deepEqual((await written("two")).length, 2);
  });

  it("is empty where there is none, and then has no file", async () => {
    assert.deepEqual(await written(), []);
    await assert.rejects(readFile(file), { code: "ENOENT" });
  });
});

describe("the last cursor of a journal", () => {
  const at = (sequence: number) => ({ cursor: cursorText({ ...cursor, sequence }) });
  const table: [what: string, entries: Pick<JournalEntry, "what" | "evidence">[], sequence: number | undefined][] = [
    ["none", [], undefined],
    ["one that was only decided", [{ what: "decided", evidence: at(1) }], undefined],
    ["one that was written", [{ what: "written", evidence: at(1) }], 1],
    [
      "the one before one that was given up",
      [
        { what: "written", evidence: at(1) },
        { what: "decided", evidence: at(2) },
        { what: "gave up", evidence: at(2) },
      ],
      1,
    ],
    [
      "the latest",
      [
        { what: "written", evidence: at(1) },
        { what: "written", evidence: at(2) },
        { what: "up", evidence: { host: "here" } },
      ],
      2,
    ],
    ["none where it has a form of its own", [{ what: "written", evidence: { cursor: "2|later" } }], undefined],
    ["none where it says nothing", [{ what: "written" }], undefined],
  ];
  for (const [what, entries, sequence] of table) {
    it(`is ${what}`, async () => {
      let text = "";
      const store: JournalStore = {
        read: async () => text,
        length: async () => Buffer.byteLength(text),
        append: async (more) => void (text += more),
      };
      const journal = await Journal.open(store);
      for (const each of entries) await journal.append({ ...entry("a test"), ...each });
      for (const opened of [journal, await Journal.open(store)]) {
        assert.deepEqual(opened.lastCursor(), sequence && { ...cursor, sequence });
      }
    });
  }
});
