import assert from "node:assert/strict";
import { linkFaults, type Files } from "./links";

const pages: Readonly<Record<string, string>> = {
  "docs/page.md": "",
  "docs/other.md": "# A title, with `code`\n## Twice\n## Twice\n```sh\n# no heading\n```",
};
const files: Files = { exists: (path) => path in pages || path === "examples", page: (path) => pages[path] };

describe("links of a page", () => {
  const lines: readonly [line: string, fault?: string][] = [
    ["[a](other.md) and [b](../examples) and [c](https://example.org/x)"],
    ['<a href="other.md">'],
    ["[a](missing.md)", "missing.md leads nowhere"],
    ["![a](missing.svg)", "missing.svg leads nowhere"],
    ["[a]: missing.md", "missing.md leads nowhere"],
    ['<img src="missing.svg">', "missing.svg leads nowhere"],
    ["[a](../../outside.md)", "../../outside.md leads out of the repository"],
    ["[a](other.md#a-title-with-code) [b](other.md#twice-1)"],
    ["[a](other.md#no-heading)", "other.md#no-heading: no such heading"],
    ["[a](#nowhere)", "#nowhere: no such heading"],
    ["`[a](missing.md)`"],
  ];
  for (const [text, fault] of lines) {
    it(`${text}: ${fault === undefined ? "fine" : "a fault"}`, () => {
      const expected = fault === undefined ? [] : [`docs/page.md:1: ${fault}`];
      assert.deepEqual(linkFaults({ path: "docs/page.md", text }, files), expected);
    });
  }
});
