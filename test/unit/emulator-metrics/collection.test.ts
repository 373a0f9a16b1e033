import assert from "node:assert/strict";
import { Counted } from "./asked";

const query = (name: string, filter: string): Record<string, string> => ({
  ...{ metricnames: name, timespan: "2026-03-01T10:00:00Z/2026-03-01T11:00:00Z", interval: "PT1M" },
  ...{ $filter: filter, aggregation: "average" },
});

describe("metrics of data collection", () => {
  const counted = (): Counted => {
    const made = new Counted();
    const blue = { endpoint: "fraud", deployment: "blue", instance: "blue-1" };
    for (let i = 0; i < 3; i++) made.metrics.collected({ ...blue, type: "model_inputs" });
    made.metrics.collected({ ...blue, type: "model_inputs", reason: "NotSent" });
    made.at("10:01:10");
    made.metrics.collected({ ...blue, type: "request" });
    made.metrics.collected({ ...blue, deployment: "green", instance: "green-1", type: "model_inputs" });
    return made;
  };

  it("count what was taken in by deployment and collection, minute by minute", () => {
    const split = counted().ask(query("DataCollectionEventsPerMinute", "deployment eq '*' and type eq '*'"));
    const values = Object.entries(split).map(([of, points]) => [
      of,
      points.map(({ average }) => average).filter(Boolean),
    ]);

    assert.deepEqual(Object.fromEntries(values), {
      "blue model_inputs": [3],
      "blue request": [1],
      "green model_inputs": [1],
    });
  });

  it("count what was lost by its reason, of an instance of a deployment too", () => {
    const made = counted();
    const whole = made.ask(query("DataCollectionErrorsPerMinute", "deployment eq '*' and reason eq '*'"));
    const one = made.ask(query("DataCollectionErrorsPerMinute", "instanceId eq '*' and reason eq '*'"), "blue");

    assert.deepEqual(Object.keys(whole), ["blue NotSent"]);
    assert.deepEqual(Object.keys(one), ["blue-1 NotSent"]);
    assert.deepEqual(Object.keys(made.ask(query("DataCollectionErrorsPerMinute", "reason eq '*'"), "green")), []);
  });

  it("are forgotten after a day", () => {
    const made = counted();
    made.at("10:02:00");
    assert.ok(made.metrics.endpoint("fraud"));
    made.at("10:03:00", "2026-03-02");

    assert.equal(made.metrics.endpoint("fraud"), undefined);
  });
});
