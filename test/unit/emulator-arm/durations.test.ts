import assert from "node:assert/strict";
import fc from "fast-check";
import { duration, isoDuration, milliseconds } from "../../../emulator/arm/body/durations";

describe("durations", () => {
  const read: [string, number | undefined][] = [
    ["PT5S", 5000],
    ["PT0.5S", 500],
    ["PT1M30S", 90_000],
    ["PT90S", 90_000],
    ["P1DT2H", 93_600_000],
    ["PT0S", 0],
    ["PT", undefined],
    ["P", undefined],
    ["P1DT", undefined],
    ["5s", undefined],
    ["PT-5S", undefined],
    ["P1Y", undefined],
    ["PT5S ", undefined],
  ];
  for (const [text, ms] of read) {
    it(`reads ${text} as ${ms === undefined ? "none" : `${ms} ms`}`, () => assert.equal(milliseconds(text), ms));
  }

  it("are written in one way", () => {
    assert.deepEqual([0, 500, 90_000, 180_000, 86_400_000, 93_600_500].map(isoDuration), [
      "PT0S",
      "PT0.5S",
      "PT1M30S",
      "PT3M",
      "P1D",
      "P1DT2H0.5S",
    ]);
  });

  it("read back as what was written", () => {
    fc.assert(fc.property(fc.nat(10 ** 10), (ms) => milliseconds(isoDuration(ms)) === ms));
  });

  it("are held within bounds", () => {
    const schema = duration({ minimum: 1, maximum: 180 });
    assert.equal(schema.parse("PT180S"), "PT3M");
    for (const bad of ["PT0.9S", "PT181S", "later"]) assert.equal(schema.safeParse(bad).success, false, bad);
  });
});
