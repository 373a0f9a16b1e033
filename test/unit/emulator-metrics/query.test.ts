import assert from "node:assert/strict";
import { ArmError } from "../../../emulator/arm/http/errors";
import { readFilter } from "../../../emulator/metrics/query/filter";
import { readTimespan } from "../../../emulator/metrics/query/timespan";
import { Counted } from "./asked";

const now = new Date("2026-03-01T12:00:00Z");

describe("a timespan", () => {
  for (const [given, start, end] of [
    [undefined, "11:00", "12:00"],
    ["PT30M", "11:30", "12:00"],
    ["2026-03-01T10:00:00Z/2026-03-01T11:00:00Z", "10:00", "11:00"],
    ["2026-03-01T10:00:00.123Z/PT1H", "10:00", "11:00"],
    ["PT1H/2026-03-01T11:00:00Z", "10:00", "11:00"],
    ["2026-03-01T12:00:00+02:00/2026-03-01T13:00:00 02:00", "10:00", "11:00"],
    ["2026-03-01T10:00/2026-03-01 11:00:00", "10:00", "11:00"],
  ] as const) {
    it(`is read: ${given}`, () => {
      const span = readTimespan(given, now);
      assert.ok(typeof span !== "string");
      const clock = (time: number): string => new Date(time).toISOString().slice(11, 16);
      assert.deepEqual([clock(span.start), clock(span.end)], [start, end]);
    });
  }

  for (const given of [
    "",
    "yesterday",
    "2026-03-01T10:00:00Z",
    "2026-13-01T10:00:00Z/PT1H",
    "PT1H/PT1H",
    "2026-03-01T11:00:00Z/2026-03-01T10:00:00Z",
    "2026-01-01T00:00:00Z/2026-03-01T10:00:00Z",
    "a/b/c",
  ]) {
    it(`is refused: '${given}'`, () => {
      const fault = readTimespan(given, now);
      assert.ok(typeof fault === "string" && fault.startsWith(`'${given}' given; `));
    });
  }
});

describe("a filter", () => {
  for (const given of [
    "deployment",
    "deployment eq green",
    "deployment gt 'a'",
    "deployment eq 'a' and",
    "deployment eq 'a' or statusCode eq '200'",
    "deployment eq 'a' and deployment eq 'b'",
    "deployment eq 'a' and statusCode eq '1' and deployment eq 'b'",
    "deployment ne 'a' or deployment ne 'b'",
    "deployment eq 'a'; drop",
  ]) {
    it(`is refused: ${given}`, () => assert.equal(typeof readFilter(given), "string"));
  }

  it("has quotes doubled in its values", () => {
    const [condition] = readFilter("deployment eq 'it''s'") as Exclude<ReturnType<typeof readFilter>, string>;
    assert.ok(condition?.any[0]?.("it's"));
  });
});

describe("a query for metrics", () => {
  it("is refused with every fault that it has", () => {
    const wrong = {
      metricnames: "RequestsPerMinute,Nonsense",
      metricnamespace: "Microsoft.Compute/virtualMachines",
      timespan: "never",
      interval: "PT2M",
      aggregation: "Median",
      $filter: "colour eq 'red'",
      top: "0",
      orderby: "sideways",
      resultType: "Everything",
    };
    assert.throws(
      () => new Counted().ask(wrong),
      (error) => {
        assert.ok(error instanceof ArmError);
        assert.equal(error.status, 400);
        assert.equal(error.code, "BadRequest");
        const targets = error.details.map(({ target }) => target);
        assert.deepEqual(targets.sort(), Object.keys(wrong).sort());
        assert.match(error.message, /Failed to find metric configuration .* metric: Nonsense, Valid metrics: Requests/);
        return true;
      },
    );
  });

  it("names the dimensions that a metric has", () => {
    assert.throws(
      () => new Counted().ask({ metricnames: "RequestLatency", $filter: "statusCode eq '200'" }),
      /Metric: RequestLatency does not support requested dimension combination: statusCode, supported ones are: deployment/,
    );
    assert.deepEqual(
      Object.keys(
        new Counted().record(1).ask({
          metricnames: "RequestLatency",
          $filter: "statusCode eq '200'",
          ValidateDimensions: "false",
          timespan: "2026-03-01T10:00:00Z/PT1M",
        }),
      ),
      [""],
    );
  });

  it("gets the nearest interval where it asks for that", () => {
    const asked = {
      metricnames: "RequestsPerMinute",
      timespan: "2026-03-01T10:00:00Z/PT15M",
      AutoAdjustTimegrain: "true",
    };
    assert.equal(Object.keys(new Counted().values({ ...asked, interval: "PT4M" })).length, 3);
  });
});
