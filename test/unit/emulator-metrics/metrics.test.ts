import assert from "node:assert/strict";
import { Counted } from "./asked";

const requests = { metricnames: "RequestsPerMinute", timespan: "2026-03-01T10:00:00Z/2026-03-01T10:05:00Z" };

describe("metrics by the minute", () => {
  it("count the requests of each minute, the running one included; minutes without requests have no value", () => {
    const counted = new Counted();
    counted.at("10:00:59").record(3).at("10:01:00").record(2).at("10:03:30").record(4);

    assert.deepEqual(counted.values(requests), {
      "10:00": 3,
      "10:01": 2,
      "10:02": undefined,
      "10:03": 4,
      "10:04": undefined,
    });
  });

  it("leave out the minute that the timespan ends in", () => {
    const counted = new Counted().at("10:00:10").record(1).at("10:01:30").record(7);

    assert.deepEqual(counted.values({ ...requests, timespan: "2026-03-01T10:00:00Z/2026-03-01T10:01:59Z" }), {
      "10:00": 1,
    });
  });

  for (const [aggregation, value] of [
    ["average", 3],
    ["total", 9],
    ["minimum", 2],
    ["maximum", 4],
    ["count", 3],
  ] as const) {
    it(`come together over a longer interval: ${aggregation}`, () => {
      const counted = new Counted().at("10:00:10").record(3).at("10:02:00").record(2).at("10:04:00").record(4);

      const asked = { ...requests, interval: "PT5M", aggregation };
      assert.deepEqual(counted.values(asked), { "10:00": value });
      assert.deepEqual(counted.values({ ...asked, interval: "FULL" }), { "10:00": value });
    });
  }

  it("count intervals from the first minute of the timespan", () => {
    const counted = new Counted().at("10:03:00").record(1).at("10:08:00").record(2);

    assert.deepEqual(
      counted.values({ ...requests, interval: "PT5M", timespan: "2026-03-01T10:02:30Z/2026-03-01T10:12:30Z" }),
      { "10:02": 1, "10:07": 2 },
    );
  });

  it("go on in the running minute where the clock is set back", () => {
    const counted = new Counted().at("10:02:00").record(1).at("10:01:00").record(1);

    assert.equal(counted.at("10:03:00").values(requests)["10:02"], 2);
  });

  it("are kept for a day and no longer", () => {
    const counted = new Counted().at("10:00:00").record(1);
    const wide = { ...requests, timespan: "2026-03-01T09:00:00Z/P2D", interval: "FULL" };

    assert.deepEqual(Object.values(counted.at("10:00:30", "2026-03-02").values(wide)), [1]);
    assert.deepEqual(Object.values(counted.at("10:01:00", "2026-03-02").values(wide)), [undefined]);
    assert.equal(counted.metrics.endpoint("fraud"), undefined, "nothing is held for an endpoint without requests");
  });

  it("hold as many rows as there are minutes, not as there are requests", () => {
    const counted = new Counted();
    for (let day = 1; day <= 3; day++) {
      for (let minute = 0; minute < 1440; minute++) {
        const clock = `${String(Math.floor(minute / 60)).padStart(2, "0")}:${String(minute % 60).padStart(2, "0")}:00`;
        counted.at(clock, `2026-03-0${day}`).record(3);
      }
    }

    const [outcomes] = counted.metrics.endpoint("fraud")!.outcomes({ from: 0, to: Infinity });
    assert.equal(outcomes?.points.length, 1441, "a day and the running minute");
    assert.equal(outcomes?.total, 3 * 1440 * 3);
  });

  it("fold statuses that a container makes up without end", () => {
    const counted = new Counted();
    for (let modelStatus = 200; modelStatus < 600; modelStatus++) counted.record(1, { status: 424, modelStatus });

    const series = counted.ask({ ...requests, $filter: "modelStatusCode eq '*'", top: "1000" });
    assert.ok(Object.keys(series).length <= 55, `${Object.keys(series).length} series`);
    const sum = Object.values(series).reduce((total, points) => total + (points[0]?.average ?? 0), 0);
    assert.equal(sum, 400);
  });
});

describe("latencies by the minute", () => {
  const timespan = requests.timespan;

  it("have the percentiles of the minute to one percent", () => {
    const seed = Date.now() % 100_000;
    const counted = new Counted();
    const exact: number[] = [];
    let state = seed;
    for (let index = 0; index < 20_000; index++) {
      state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
      const durationMs = Math.exp((state / 2_147_483_648) * 12 - 4);
      exact.push(durationMs);
      counted.record(1, { durationMs });
    }
    exact.sort((one, other) => one - other);

    for (const [name, share] of [
      ["RequestLatency_P50", 0.5],
      ["RequestLatency_P90", 0.9],
      ["RequestLatency_P95", 0.95],
      ["RequestLatency_P99", 0.99],
    ] as const) {
      const wanted = exact[Math.ceil(share * exact.length) - 1]!;
      for (const minute of ["10:00:30", "10:01:00"]) {
        const got = counted.at(minute).values({ metricnames: name, timespan })["10:00"]!;
        assert.ok(Math.abs(got - wanted) <= wanted * 0.01 + 0.001, `seed ${seed}: ${name} ${got}, exactly ${wanted}`);
      }
    }
    const mean = exact.reduce((sum, value) => sum + value, 0) / exact.length;
    const got = counted.values({ metricnames: "RequestLatency", timespan })["10:00"]!;
    assert.ok(Math.abs(got - mean) < mean * 1e-9, `seed ${seed}: mean ${got}, exactly ${mean}`);
  });

  it("are those of all requests together without a filter, and of each deployment with one", () => {
    const counted = new Counted();
    counted.record(98, { durationMs: 10 }).record(2, { deployment: "green", durationMs: 1000 });
    const asked = { metricnames: "RequestLatency_P50", timespan };

    const near = (value: number | undefined, wanted: number): void =>
      assert.ok(Math.abs((value ?? 0) - wanted) <= wanted * 0.01, `${value}, not ${wanted}`);
    near(counted.values(asked)["10:00"], 10);
    const split = counted.ask({ ...asked, $filter: "deployment eq '*'" });
    near(split["blue"]?.[0]?.average, 10);
    near(split["green"]?.[0]?.average, 1000);
    near(counted.values(asked, "green")["10:00"], 1000);
    near(counted.ask({ ...asked, $filter: "deployment eq '*'", rollupby: "deployment" })[""]?.[0]?.average, 29.8);
  });

  it("average the minutes of a longer interval, whatever their traffic", () => {
    const counted = new Counted().record(90, { durationMs: 10 }).at("10:01:00").record(10, { durationMs: 30 });

    const mean = counted.values({ metricnames: "RequestLatency", timespan, interval: "PT5M" })["10:00"];
    assert.ok(Math.abs(mean! - 20) < 1e-9);
  });
});

describe("the dimensions of metrics", () => {
  const counted = (): Counted =>
    new Counted()
      .record(5)
      .record(2, { status: 424, modelStatus: 500 })
      .record(3, { deployment: "green", mirrored: true })
      .record(1, { deployment: "blue", status: 499, modelStatus: undefined })
      .record(4, { deployment: undefined, status: 401, modelStatus: undefined });
  const split = ($filter: string, more = {}): Record<string, number | undefined> => {
    const series = counted().ask({ ...requests, interval: "FULL", $filter, ...more });
    return Object.fromEntries(Object.entries(series).map(([value, points]) => [value, points[0]?.average]));
  };

  it("split requests by deployment; copies count at the shadow, refused ones at none", () => {
    assert.deepEqual(split("deployment eq '*'"), { "blue": 8, "green": 3, "": 4 });
  });

  it("split requests by status, its class and the container's status", () => {
    assert.deepEqual(split("statusCode eq '*'"), { 200: 8, 424: 2, 499: 1, 401: 4 });
    assert.deepEqual(split("statusCodeClass eq '*'"), { "2xx": 8, "4xx": 7 });
    assert.deepEqual(split("modelStatusCode eq '*'"), { "200": 8, "500": 2, "": 5 });
  });

  it("filter in any casing and split by several", () => {
    assert.deepEqual(split("DEPLOYMENT eq 'Blue' and statuscodeclass eq '*'"), { "blue 2xx": 5, "blue 4xx": 3 });
    assert.deepEqual(split("deployment eq 'blue' and statusCode ne '200'"), { "blue 424": 2, "blue 499": 1 });
    assert.deepEqual(split("statusCode sw '4' and deployment eq 'blue' or deployment eq 'green'"), {
      "424 blue": 2,
      "499 blue": 1,
    });
  });

  it("are rolled up where that is asked for", () => {
    assert.deepEqual(split("deployment eq 'blue' or deployment eq 'green'", { rollupby: "deployment" }), { "": 11 });
  });

  it("give the first series of an order", () => {
    assert.deepEqual(Object.keys(split("statusCode eq '*'", { orderby: "average desc", top: "2" })), ["200", "401"]);
    assert.deepEqual(split("statusCode eq '*'", { orderby: "sum asc", top: "1" }), { 499: 1 });
  });

  it("give no series where none fits, and one without values where there is no filter", () => {
    assert.deepEqual(split("deployment eq 'nobody'"), {});
    assert.deepEqual(new Counted().values({ ...requests, interval: "FULL" }), { "10:00": undefined });
  });

  it("are the container's status for a deployment", () => {
    const series = counted().ask({ ...requests, interval: "FULL", $filter: "envoy_response_code eq '*'" }, "BLUE");
    assert.deepEqual(Object.keys(series), ["200", "499", "500"]);
  });
});
