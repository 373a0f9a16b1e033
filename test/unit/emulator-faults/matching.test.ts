import assert from "node:assert/strict";
import fc from "fast-check";
import { fitsPattern, placeOf } from "../../../emulator/faults/matching";

describe("the paths that a fault means", () => {
  it("are those that its pattern fits as a whole, as a regular expression would say", () => {
    const text = fc.string({ unit: fc.constantFrom("a", "b", "/", "*"), maxLength: 8 });
    fc.assert(
      fc.property(text, text, (pattern, path) => {
        const expression = new RegExp(`^${pattern.replaceAll("*", ".*")}$`, "i");
        assert.equal(fitsPattern(pattern, path), expression.test(path));
      }),
      { numRuns: 2000 },
    );
  });

  it("are found in no time, whatever the pattern", () => {
    assert.equal(fitsPattern("*a".repeat(400) + "b", "a".repeat(100_000)), false);
  });

  it("name an endpoint and a deployment", () => {
    assert.deepEqual(placeOf("/x/OnlineEndpoints/e/deployments/d/getLogs"), { endpoint: "e", deployment: "d" });
    assert.deepEqual(placeOf("/x/onlineEndpoints/e/listKeys"), { endpoint: "e", deployment: undefined });
    assert.deepEqual(placeOf("/x/onlineEndpoints"), { endpoint: undefined, deployment: undefined });
  });
});
