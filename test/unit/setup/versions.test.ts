import * as assert from "node:assert/strict";

import { load } from "./modules";

interface Versions {
  versionIn(text: string): number[] | undefined;
  atLeast(version: number[], minimum: number[]): boolean;
}

describe("versions of installed programs", () => {
  let versions: Versions;
  before(async () => {
    versions = await load<Versions>("versions.mjs");
  });

  const read: [text: string, version: number[] | undefined][] = [
    ["v3.259.0", [3, 259, 0]],
    ["go version go1.26.8 linux/amd64", [1, 26, 8]],
    ["Python 3.11.7", [3, 11, 7]],
    ["", undefined],
    ["command not found", undefined],
  ];
  for (const [text, version] of read) {
    it(`reads ${JSON.stringify(text)} as ${String(version)}`, () => {
      assert.deepEqual(versions.versionIn(text), version);
    });
  }

  const compare: [version: number[], minimum: number[], enough: boolean][] = [
    [[3, 248, 0], [3, 248, 0], true],
    [[3, 247, 9], [3, 248, 0], false],
    [[3, 1000], [3, 248, 0], true],
    [[4, 0, 0], [3, 248, 0], true],
    [[2, 999, 9], [3, 248, 0], false],
    [[3, 9], [3, 9, 0], true],
    [[3, 10, 1], [3, 9], true],
    [[], [3, 9], false],
  ];
  for (const [version, minimum, enough] of compare) {
    it(`${version.join(".") || "none"} is ${enough ? "" : "not "}at least ${minimum.join(".")}`, () => {
      assert.equal(versions.atLeast(version, minimum), enough);
    });
  }
});
