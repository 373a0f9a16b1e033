import assert from "node:assert/strict";
import { join } from "node:path";
import { readBlocks } from "./documents";
import { snippetFaults } from "./snippets";

const root = join(__dirname, "../../..");
const entries = { "./rollout": { types: "./dist/rollout/index.d.ts" }, "./package.json": "./package.json" };

const block = (info: string, ...lines: string[]) => ["```" + info, ...lines, "```"];
const one = block("ts", "const a = 1;");
const two = (info: string, ...lines: string[]) => [...one, ...block(info, ...lines)];

/** Pages, and the faults in them, without the page's name. */
const pages: readonly [what: string, lines: string[], faults: RegExp[]][] = [
  ["a block that compiles", block("ts", "export const a: number = 1;"), []],
  ["a block that does not", block("ts", "", "const a: number = 'x';"), [/^3: Type 'string' is not/]],
  ["a syntax error", block("typescript", "let 1;"), [/^2: /, /^2: /]],
  [
    "the package's own sources",
    block("ts", 'import { no } from "pulumi-azureml/rollout";'),
    [/^2: .*no exported member 'no'/],
  ],
  ["an import that leads nowhere", block("ts", 'import "pulumi-azureml/no";'), [/^2: Cannot find module/]],
  ["a block that waits", block("ts", "await Promise.resolve();"), []],
  ["two blocks that use the same name", two("ts", "const a = 2;"), []],
  ["a block that uses another's name", two("ts", "a;"), [/^5: Cannot find name 'a'/]],
  ["a block that uses another's name and says so", two("ts continued", "a;"), []],
  ["a fault in a block that continues another", two("ts continued", "", "b;"), [/^6: Cannot find name 'b'/]],
  ["a fault in a block that is continued, once", [...block("ts", "b;"), ...block("ts continued", "let a;")], [/^2: /]],
  ["nothing to continue", block("ts continued", "a;"), [/^1: continued, but no block/]],
  ["a block that is left alone for a reason", block("ts no-check pseudo code", "…"), []],
  ["a block that is left alone for none", block("ts no-check", "…"), [/^1: no-check without a reason/]],
  ["a word that means nothing", block("ts nocheck", "a;"), [/^1: nocheck means nothing/]],
  ["another language", block("python", "def"), []],
];

describe("blocks of a page", () => {
  it("are found with language, info and line, without the indentation of a list", () => {
    const text = ["text", "- item", "  ```ts no-check why", "  const a = 1;", "  ```", "end"].join("\n");
    const { blocks, prose } = readBlocks(text);
    assert.deepEqual(blocks, [{ language: "ts", info: ["no-check", "why"], line: 4, lines: ["const a = 1;"] }]);
    assert.deepEqual(prose, ["text", "- item", "", "", "", "end"]);
  });
});

describe("snippets of a page", () => {
  let faults: string[] = [];

  before(function () {
    this.timeout(60_000); // the compiler, once for all
    const documents = pages.map(([, lines], index) => ({ path: `docs/${index}.md`, text: lines.join("\n") }));
    faults = snippetFaults(root, entries, documents);
  });

  pages.forEach(([what, , expected], index) => {
    it(`${what}: ${expected.length === 0 ? "fine" : "a fault"}`, () => {
      const prefix = `docs/${index}.md:`;
      const found = faults.filter((fault) => fault.startsWith(prefix)).map((fault) => fault.slice(prefix.length));
      assert.equal(found.length, expected.length, found.join("\n"));
      expected.forEach((pattern, at) => assert.match(found[at] ?? "", pattern));
    });
  });
});
