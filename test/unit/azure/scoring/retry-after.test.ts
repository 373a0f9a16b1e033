import { strict as assert } from "node:assert";
import { retryAfterMs } from "../../../../azure/scoring/retry-after";

const now = Date.parse("2026-03-01T12:00:00Z");

describe("Retry-After", () => {
  const cases: readonly [header: string | undefined, milliseconds: number | undefined][] = [
    ["0", 0],
    ["7", 7000],
    [" 120 ", 120_000],
    ["Sun, 01 Mar 2026 12:00:09 GMT", 9000],
    ["Sunday, 01-Mar-26 12:01:00 GMT", 60_000],
    ["Sun, 01 Mar 2026 11:59:00 GMT", 0],
    [undefined, undefined],
    ["", undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["soon", undefined],
  ];
  for (const [header, milliseconds] of cases) {
    it(`${JSON.stringify(header)} is ${milliseconds} ms`, () => assert.equal(retryAfterMs(header, now), milliseconds));
  }
});
