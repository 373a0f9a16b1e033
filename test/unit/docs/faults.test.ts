import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { faultOf, membersOf } from "../../../cli/emulator/fault-options";
import { kinds } from "../../../emulator/faults/fault";

const striking = ["times", "after", "share", "seed"];

describe("the page's table of faults", () => {
  const page = readFileSync(resolve(__dirname, "../../../docs/local-azure-ml.md"), "utf8");
  const section = page.slice(page.indexOf("## Faults on demand"));
  const rows = section
    .slice(0, section.indexOf("\n## ", 3))
    .split("\n")
    .filter((line) => /^\| `/.test(line))
    .map((line) => line.split("|").map((cell) => cell.trim()));
  const named = (cell = ""): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, name = ""]) => name);

  it("has every kind, in order", () => {
    assert.deepEqual(
      rows.map((cells) => named(cells[1])[0]),
      kinds,
    );
  });

  for (const kind of kinds) {
    it(`has the options of ${kind}, and an example that works`, () => {
      const [, , , options, example] = rows.find((cells) => cells[1] === `\`${kind}\``) ?? [];
      assert.deepEqual(
        named(options).sort(),
        membersOf(kind)
          .filter((member) => !striking.includes(member))
          .sort(),
      );
      const words = (named(example)[0] ?? "").replaceAll('"', "").split(" ");
      assert.deepEqual(words.slice(0, 5), ["pulumi-azureml", "emulator", "fault", "add", kind]);
      const pairs = words.slice(5);
      const given = pairs.flatMap((word, index) =>
        index % 2 === 0
          ? [[word.slice(2).replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()), pairs[index + 1] ?? ""]]
          : [],
      );
      assert.deepEqual(faultOf(kind, Object.fromEntries(given)).faults, undefined);
    });
  }
});
