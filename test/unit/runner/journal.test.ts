import { strict as assert } from "node:assert";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileJournal, Journal, type JournalEntry } from "../../../runner/rollout/journal";

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
});
