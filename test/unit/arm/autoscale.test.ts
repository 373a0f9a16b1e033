import { strict as assert } from "node:assert";
import fc from "fast-check";
import type { AutoscaleRules } from "../../../arm/autoscale";
import { autoscaleFaults, startFaults } from "../../../arm/autoscale-faults";
import { autoscaleProfiles } from "../../../arm/autoscale-profiles";
import { overlap, type RecurringSchedule, weekdays } from "../../../arm/autoscale-schedule";
import { describeFault } from "../../../arm/fault";

const range = { minInstances: 2, maxInstances: 10 };
const byCpu: AutoscaleRules = {
  ...range,
  scaleOut: [{ metric: "cpu", above: 70, add: 2 }],
  scaleIn: [{ metric: "cpu", below: 25 }],
};
const weekend: RecurringSchedule = {
  ...{
    name: "weekend",
    timeZone: "Pacific Standard Time",
    days: ["Saturday", "Sunday"],
    from: "00:00",
    until: "00:00",
  },
  ...{ minInstances: 1, maxInstances: 2 },
};
const measured = { endpointId: "/e", deploymentId: "/e/deployments/blue", deploymentName: "blue" };

describe("autoscale in Azure Monitor's words", () => {
  it("removes instances where it scales in, which the service's own samples get wrong", () => {
    const [profile] = autoscaleProfiles(byCpu, measured);

    assert.deepEqual(profile?.capacity, { minimum: "2", maximum: "10", default: "2" });
    assert.deepEqual(
      profile?.rules.map(({ metricTrigger, scaleAction }) => [metricTrigger.operator, scaleAction.direction]),
      [
        ["GreaterThan", "Increase"],
        ["LessThan", "Decrease"],
      ],
    );
    assert.deepEqual(profile?.rules[0], {
      metricTrigger: {
        metricName: "CpuUtilizationPercentage",
        metricNamespace: "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",
        metricResourceUri: "/e/deployments/blue",
        timeGrain: "PT1M",
        statistic: "Average",
        timeWindow: "PT5M",
        timeAggregation: "Average",
        operator: "GreaterThan",
        threshold: 70,
        dividePerInstance: false,
      },
      scaleAction: { direction: "Increase", type: "ChangeCount", value: "2", cooldown: "PT5M" },
    });
  });

  it("measures latency and requests at the endpoint, of this deployment alone", () => {
    const rule = { metric: "latencyP95", above: 400, minutes: 10, cooldownMinutes: 90, perInstance: true } as const;
    const [profile] = autoscaleProfiles({ ...range, scaleOut: [rule] }, measured);

    const { metricTrigger, scaleAction } = profile?.rules[0] ?? assert.fail();
    assert.equal(metricTrigger.metricName, "RequestLatency_P95");
    assert.equal(metricTrigger.metricResourceUri, "/e");
    assert.deepEqual(metricTrigger.dimensions, [{ dimensionName: "deployment", operator: "Equals", values: ["blue"] }]);
    assert.deepEqual([metricTrigger.timeWindow, metricTrigger.dividePerInstance], ["PT10M", true]);
    assert.deepEqual([scaleAction.value, scaleAction.cooldown], ["1", "PT90M"]);
  });

  it("ends what recurs by a second profile, on the day after where it lasts beyond midnight", () => {
    const profiles = autoscaleProfiles({ ...byCpu, schedules: [weekend] }, measured);

    assert.deepEqual(
      profiles.map(({ name, recurrence }) => [name, recurrence?.schedule]),
      [
        ["weekend", { timeZone: "Pacific Standard Time", days: ["Saturday", "Sunday"], hours: [0], minutes: [0] }],
        [
          '{"name":"Auto created default scale condition","for":"weekend"}',
          { timeZone: "Pacific Standard Time", days: ["Monday"], hours: [0], minutes: [0] },
        ],
      ],
    );
    assert.deepEqual(profiles[0]?.rules, profiles[1]?.rules);
    assert.deepEqual(profiles[0]?.capacity, { minimum: "1", maximum: "2", default: "1" });
  });

  it("has no end where another schedule begins", () => {
    const day = { ...weekend, name: "day", days: [...weekdays], from: "08:00", until: "20:00" };
    const night = { ...day, name: "night", from: "20:00", until: "08:00" };
    const profiles = autoscaleProfiles({ ...byCpu, schedules: [day, night] }, measured);

    assert.deepEqual(
      profiles.map(({ name }) => name),
      ["day", "night"],
    );
  });

  it("leaves what holds otherwise beside dates", () => {
    const sale = { ...range, name: "sale", start: "2026-11-27T00:00", end: "2026-11-30T12:30", scaleOut: [] };
    const profiles = autoscaleProfiles({ ...byCpu, schedules: [sale] }, measured);

    assert.deepEqual(
      profiles.map(({ name }) => name),
      ["Auto created default scale condition", "sale"],
    );
    assert.deepEqual(profiles[1]?.fixedDate, {
      timeZone: "UTC",
      start: "2026-11-27T00:00:00",
      end: "2026-11-30T12:30:00",
    });
    assert.equal(profiles[1]?.rules.length, 1, "rules for fewer instances are those of the rest");
  });
});

describe("what autoscale may say", () => {
  const table: [name: string, rules: AutoscaleRules, faults: RegExp[]][] = [
    ["rules with room between them", byCpu, []],
    ["schedules alone", { ...range, schedules: [weekend] }, []],
    [
      "nothing to scale by",
      range,
      [/^autoscale: nothing says when to scale; give scaleOut and scaleIn, or schedules$/],
    ],
    [
      "a range that is none",
      { ...byCpu, minInstances: 5, maxInstances: 3 },
      [/^autoscale\.minInstances: 5 given, it is more than maxInstances, which is 3$/],
    ],
    [
      "numbers out of bounds, all at once",
      { ...byCpu, minInstances: 0, maxInstances: 51 },
      [/minInstances: 0 given/, /maxInstances: 51 given, this is a whole number from 1 to 50/],
    ],
    ["a default out of range", { ...byCpu, defaultInstances: 1 }, [/defaultInstances: 1 given.* from 2 to 10/]],
    [
      "rules that undo each other",
      { ...range, scaleOut: [{ metric: "cpu", above: 50 }], scaleIn: [{ metric: "cpu", below: 50 }] },
      [/^autoscale\.scaleIn\[0\]\.below: 50 given, instances are added above 50, and would be removed again/],
    ],
    [
      "a percentage of more than a hundred",
      { ...range, scaleOut: [{ metric: "memory", above: 120 }] },
      [/scaleOut\[0\]\.above: 120 given, this is a percentage from 0 to 100/],
    ],
    [
      "a window and a cooldown that Azure Monitor does not take",
      { ...range, scaleOut: [{ metric: "latency", above: 5, minutes: 4, cooldownMinutes: 0, add: 0 }] },
      [/minutes: 4 given.* of minutes from 5 to 720/, /cooldownMinutes: 0/, /add: 0/],
    ],
    [
      "eleven rules",
      { ...range, scaleOut: Array.from({ length: 11 }, () => ({ metric: "cpu" as const, above: 70 })) },
      [/autoscale: 11 given, scaleOut and scaleIn have at most 10 rules together/],
    ],
    [
      "a time zone by another name",
      { ...byCpu, schedules: [{ ...weekend, timeZone: "America/Los_Angeles" }] },
      [/schedules\[0\]\.timeZone: "America\/Los_Angeles" given, Azure Monitor has no such time zone/],
    ],
    [
      "times that are none",
      { ...byCpu, schedules: [{ ...weekend, days: [], from: "8:00", until: "24:00" }] },
      [/days: it begins on at least one day/, /from: "8:00"/, /until: "24:00"/],
    ],
    [
      "dates that are none, or go backwards",
      {
        ...byCpu,
        schedules: [
          { ...range, name: "a", start: "2026-02-30T00:00", end: "2026-03-01T00:00Z" },
          { ...range, name: "b", start: "2026-03-02T00:00", end: "2026-03-01T00:00" },
        ],
      },
      [/\[0\]\.start: "2026-02-30/, /\[0\]\.end: "2026-03-01T00:00Z"/, /\[1\]\.end: .* it is not later than start/],
    ],
    [
      "two schedules of one name and one time",
      { ...byCpu, schedules: [weekend, { ...weekend, days: ["Sunday"], from: "12:00", until: "13:00" }] },
      [/\[1\]\.name: "weekend" given, another schedule has this name/, /\[1\]: "weekend" given, it takes minutes/],
    ],
  ];
  for (const [name, rules, expected] of table) {
    it(name, () => {
      const faults = autoscaleFaults("autoscale", rules).map(describeFault);
      assert.equal(faults.length, expected.length, faults.join("\n"));
      for (const [index, pattern] of expected.entries()) assert.match(faults[index] ?? "", pattern);
    });
  }

  it("a deployment begins within the range", () => {
    assert.deepEqual(startFaults("blue", 2, range), []);
    assert.match(
      startFaults("blue", 1, range).map(describeFault).join(),
      /^blue\.instanceCount: 1 given, autoscale keeps it from 2 to 10, and would change it at once$/,
    );
  });

  it("schedules overlap where a minute of the week is in both, whatever the order (property)", () => {
    const time = fc.integer({ min: 0, max: 23 }).map((hour) => `${String(hour).padStart(2, "0")}:00`);
    const schedule = fc.record({ days: fc.subarray([...weekdays], { minLength: 1 }), from: time, until: time });
    const hours = ({ days, from, until }: RecurringSchedule): Set<number> => {
      const [begin, end] = [Number(from.slice(0, 2)), Number(until.slice(0, 2))];
      const length = end > begin ? end - begin : end + 24 - begin;
      return new Set(
        days.flatMap((day) => Array.from({ length }, (_, at) => (weekdays.indexOf(day) * 24 + begin + at) % 168)),
      );
    };
    fc.assert(
      fc.property(schedule, schedule, (a, b) => {
        const [one, other] = [
          { ...weekend, ...a },
          { ...weekend, ...b },
        ];
        const taken = hours(other);
        assert.equal(
          overlap(one, other),
          [...hours(one)].some((hour) => taken.has(hour)),
        );
        assert.equal(overlap(one, other), overlap(other, one));
      }),
    );
  });
});
