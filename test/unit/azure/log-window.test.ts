import { strict as assert } from "node:assert";
import fc from "fast-check";
import { LogWindow, logLines } from "../../../azure/log-window";

describe("what is new in a log that is read over and over", () => {
  const looks: readonly [what: string, texts: string[], told: string[][]][] = [
    ["all at first", ["a\nb\n"], [["a", "b"]]],
    ["nothing where nothing was written", ["a\n", "a\n"], [["a"], []]],
    ["what was added", ["a\n", "a\nb\nc\n"], [["a"], ["b", "c"]]],
    [
      "what was added to a text that moved on",
      ["a\nb\nc\n", "c\nd\ne\n"],
      [
        ["a", "b", "c"],
        ["d", "e"],
      ],
    ],
    ["lines that are the same", ["a\na\n", "a\na\na\n"], [["a", "a"], ["a"]]],
    ["no half line", ["a\nbe", "a\nbeg", "a\nbegun\n"], [["a"], [], ["begun"]]],
    ["a last line without an end, once it stays", ["a\nb", "a\nb", "a\nb\nc"], [["a"], ["b"], []]],
    ["nothing of an empty log", ["", "", "a\n"], [[], [], ["a"]]],
    [
      "no states of containers, which change",
      ["Instance status:\nx\n\nContainer logs:\na\n", "Instance status:\ny\n\nContainer logs:\na\nb\n"],
      [["a"], ["b"]],
    ],
  ];
  for (const [what, texts, told] of looks) {
    it(`is ${what}`, () => {
      const window = new LogWindow();
      assert.deepEqual(
        texts.map((text) => window.look(text).lines),
        told,
      );
    });
  }

  it("says that lines may be missing where two looks have nothing in common", () => {
    const window = new LogWindow();
    assert.equal(window.look("a\nb\n").before, "nothing");
    assert.deepEqual(window.look("x\ny\n"), { lines: ["x", "y"], before: "missing" });
    assert.equal(window.look("y\nz\n").before, "nothing");
  });

  it("is every line once, however looks and writes fall, as long as they overlap", () => {
    const steps = fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 40 });
    fc.assert(
      fc.property(steps, fc.integer({ min: 10, max: 30 }), (written, size) => {
        const window = new LogWindow();
        const log: string[] = [];
        const told: string[] = [];
        for (const count of written) {
          for (let line = 0; line < count; line += 1) log.push(`line ${log.length}`);
          const text = log.slice(-size).map((line) => `${line}\n`);
          told.push(...window.look(text.join("")).lines);
        }
        assert.deepEqual(told, log);
      }),
    );
  });

  it("keeps what only looks like the states of containers", () => {
    assert.deepEqual(logLines("a\nContainer logs:\nb\n"), ["a", "Container logs:", "b", ""]);
  });
});
