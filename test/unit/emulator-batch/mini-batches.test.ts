import { strict as assert } from "node:assert";
import fc from "fast-check";

import { miniBatches } from "../../../emulator/batch/mini-batches";
import { packageAdvice } from "../../../emulator/batch/service-packages";
import { Tally } from "../../../emulator/batch/tally";

const paths = fc.uniqueArray(
  fc.stringMatching(/^[a-z0-9/]+$/).map((name) => name.replace(/\/+/g, "/").replace(/^\/|\/$/g, "") || "x"),
);

describe("mini batches", () => {
  it("hold each file once, in one order whatever the order was, and are full but for the last", () => {
    fc.assert(
      fc.property(paths, fc.integer({ min: 1, max: 7 }), (files, size) => {
        const batches = miniBatches(files, size);
        assert.deepEqual(
          batches.flatMap((batch) => batch.files),
          [...files].sort(),
        );
        assert.deepEqual(miniBatches([...files].reverse(), size), batches);
        for (const { index, files: some } of batches) {
          assert.ok(index === batches.length - 1 ? some.length >= 1 : some.length === size);
        }
      }),
    );
  });

  for (const path of ["", "/a", "a/", "a//b", "../a", "a/../b", "./a", "a\0b"]) {
    it(`refuse the path ${JSON.stringify(path)}`, () => {
      assert.throws(() => miniBatches(["fine", path], 1), /input file: .* given/);
    });
  }

  it("add up: what has not succeeded has failed, more than was given is no fault", () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(9), fc.nat(20))), fc.integer({ min: -1, max: 9 }), (ended, threshold) => {
        const files = ended.reduce((sum, [given]) => sum + given, 0);
        const tally = new Tally({ miniBatches: ended.length, files }, threshold);
        for (const [given, returned] of ended) tally.add(given, returned);
        const missing = ended.map(([given, returned]) => given - Math.min(given, returned));
        const failed = missing.reduce((sum, each) => sum + each, 0);
        assert.deepEqual(tally.counts.files, { total: files, succeeded: files - failed, failed });
        assert.equal(tally.counts.miniBatches.failed, missing.filter((each) => each > 0).length);
        assert.equal(tally.exceeded, threshold !== -1 && failed > threshold);
      }),
    );
  });
});

describe("advice on a conda file of a batch deployment", () => {
  const cases: [condaFile: string | undefined, needed: boolean][] = [
    [undefined, false],
    ["dependencies: [{pip: [azureml-core==1.60.0]}]", false],
    ["dependencies: [{pip: [numpy]}]", true],
  ];
  for (const [condaFile, needed] of cases) {
    it(`${needed ? "is" : "is not"} given for ${condaFile ?? "none"}`, () => {
      assert.equal(packageAdvice(condaFile) !== undefined, needed);
    });
  }
});
