import { strict as assert } from "node:assert";
import { deployment, endpointWith, register } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";
import { TurnedClock } from "./turned-clock";

const rule = (direction: "Increase" | "Decrease", metric: object, threshold: number) => ({
  metricTrigger: {
    ...{ timeGrain: "PT1M", statistic: "Average", timeWindow: "PT5M", timeAggregation: "Average", threshold },
    operator: direction === "Increase" ? "GreaterThan" : "LessThan",
    ...metric,
  },
  scaleAction: { direction, type: "ChangeCount", value: "1", cooldown: "PT5M" },
});

describe("autoscale of the local Azure ML", () => {
  const clock = new TurnedClock(new Date("2026-11-29T12:00:30Z"));
  let azure: LocalAzureMl;
  let endpointId = "";
  let setting = "";
  const at = (name: string): string => `${endpointId}/deployments/${name}`;

  beforeEach(async () => {
    clock.set("2026-11-29T12:00:30Z");
    azure = await LocalAzureMl.start({ clock });
    await register(azure);
    endpointId = await endpointWith(azure, "fraud", "blue", "green");
    setting = `${azure.group}/providers/Microsoft.Insights/autoscaleSettings/fraud-blue`;
  });
  afterEach(() => azure.stop());

  const requests = () => ({
    metricName: "RequestsPerMinute",
    metricResourceUri: endpointId,
    dimensions: [{ dimensionName: "deployment", operator: "Equals", values: ["blue"] }],
  });
  const body = (properties: object = {}) => ({
    location: "westeurope",
    properties: {
      enabled: true,
      targetResourceUri: at("blue"),
      profiles: [
        {
          name: "rest",
          capacity: { minimum: "1", maximum: "4", default: "1" },
          rules: [rule("Increase", requests(), 10), rule("Decrease", requests(), 2)],
        },
      ],
      ...properties,
    },
  });
  /** Counts requests of a minute, then lets it end. */
  const minute = (count: number, name = "blue"): void => {
    const request = {
      endpoint: "fraud",
      deployment: name,
      status: 200,
      modelStatus: 200,
      durationMs: 5,
      mirrored: false,
    };
    for (let at = 0; at < count; at++) azure.serving.onRequest(request);
    clock.turn(1);
  };
  /** Looks, and follows what that began to its end. */
  const look = async (): Promise<number> => {
    await clock.look();
    for (;;) {
      const { body: found } = await azure.get(at("blue"));
      if (found.properties.provisioningState !== "Scaling") return found.sku.capacity;
      await new Promise((resolve) => setImmediate(resolve));
    }
  };

  it("adds real instances while requests are many, one for each cooldown, and no more than the maximum", async () => {
    assert.equal((await azure.put(setting, body())).status, 201);
    minute(20);
    assert.equal(await look(), 2);
    assert.equal(azure.serving.applied.at(-1)?.instanceCount, 2);
    assert.equal(await look(), 2, "not again in its cooldown");
    for (const instances of [3, 4, 4]) {
      for (let at = 0; at < 5; at++) minute(20);
      assert.equal(await look(), instances, azure.progress.join("\n"));
    }
    assert.match(
      azure.progress.join("\n"),
      /autoscale of fraud\/blue: 1 -> 2 instances: RequestsPerMinute was 20 over PT5M, GreaterThan 10 \(rest\)/,
    );
  });

  it("counts the requests of its own deployment alone", async () => {
    await azure.put(setting, body());
    minute(50, "green");
    assert.equal(await look(), 1);
  });

  it("removes instances when they are few again, and remembers its cooldown over a restart", async () => {
    await azure.put(setting, body());
    minute(20);
    assert.equal(await look(), 2);
    await azure.restart();
    clock.turn(4);
    minute(1);
    assert.equal(await look(), 1);
    minute(20);
    await azure.restart();
    minute(20);
    assert.equal(await look(), 1, "in the cooldown of the last change");
  });

  it("does nothing while it is switched off, or the deployment is busy or failed", async () => {
    await azure.put(setting, body({ enabled: false }));
    minute(20);
    assert.equal(await look(), 1);
    await azure.put(setting, body());
    azure.hold();
    const patched = azure.finish("PATCH", at("blue"), { tags: { a: "1" } });
    const isBusy = async () => (await azure.get(at("blue"))).body.properties.provisioningState === "Updating";
    while (!(await isBusy())) await new Promise((resolve) => setImmediate(resolve));
    await clock.look();
    azure.open();
    await patched;
    assert.deepEqual([azure.progress.filter((line) => line.startsWith("autoscale")), await look()], [[], 2]);
  });

  it("brings a number into the range of the time", async () => {
    const weekend = { frequency: "Week", schedule: { timeZone: "UTC", days: ["Sunday"], hours: [13], minutes: [0] } };
    const [rest] = body().properties.profiles;
    const profiles = [
      { ...rest, name: "morning", recurrence: { ...weekend, schedule: { ...weekend.schedule, hours: [0] } } },
      { ...rest, name: "afternoon", capacity: { minimum: "3", maximum: "3", default: "3" }, recurrence: weekend },
    ];
    await azure.put(setting, body({ profiles }));
    assert.equal(await look(), 1);
    clock.set("2026-11-29T13:00:00Z");
    assert.equal(await look(), 3);
  });

  it("comes up to the default where there is nothing to measure", async () => {
    const [rest] = body().properties.profiles;
    const cpu = { metricName: "CpuUtilizationPercentage", metricResourceUri: at("blue") };
    const capacity = { minimum: "1", maximum: "4", default: "2" };
    await azure.put(setting, body({ profiles: [{ ...rest, capacity, rules: [rule("Increase", cpu, 70)] }] }));
    assert.equal(await look(), 2);
  });

  it("is refused with every fault at once", async () => {
    const [rest] = body().properties.profiles;
    const { status, body: answer } = await azure.put(setting, {
      ...body({
        profiles: [
          {
            ...rest,
            capacity: { minimum: 1, maximum: "4", default: "1" },
            recurrence: {
              frequency: "Day",
              schedule: { timeZone: "Europe/Berlin", days: ["Caturday"], hours: [24], minutes: [0] },
            },
            rules: [
              { ...rule("Increase", { ...requests(), timeWindow: "PT1M" }, 1) },
              { ...rule("Decrease", requests(), 1), surprise: true },
            ],
          },
        ],
      }),
    });

    assert.equal(status, 400);
    const targets: string[] = answer.error.details.map(({ target }: { target: string }) => target);
    assert.deepEqual(targets.map((target) => target.replace("properties.profiles.0.", "")).sort(), [
      "capacity.minimum",
      "recurrence.frequency",
      "recurrence.schedule.days.0",
      "recurrence.schedule.hours.0",
      "recurrence.schedule.timeZone",
      "rules.0.metricTrigger.timeWindow",
      "rules.1.surprise",
    ]);
  });

  it("is refused on what is no deployment, by metrics of what is not there, and twice", async () => {
    const [rest] = body().properties.profiles;
    const elsewhere = rule("Increase", { ...requests(), metricResourceUri: `${endpointId}x` }, 1);
    const { body: answer } = await azure.put(
      setting,
      body({ targetResourceUri: endpointId, profiles: [{ ...rest, rules: [elsewhere] }] }),
    );
    assert.match(answer.error.message, /is no online deployment; .*rules\.0\.metricTrigger\.metricResourceUri/);
    await azure.put(setting, body());
    const second = await azure.put(`${setting}-2`, body());
    assert.deepEqual([second.status, second.body.error.code], [409, "Conflict"]);
  });

  it("is answered in canonical words, listed, changed by PATCH, and deleted", async () => {
    const [rest] = body().properties.profiles;
    const lower = { ...rest, rules: [rule("Increase", { ...requests(), statistic: "average" }, 10)] };
    await azure.put(setting, body({ profiles: [lower] }));
    const { body: found } = await azure.get(setting);
    assert.equal(found.properties.profiles[0].rules[0].metricTrigger.statistic, "Average");
    assert.deepEqual([found.properties.name, found.properties.notifications], ["fraud-blue", []]);
    const { body: list } = await azure.get(`${azure.group}/providers/Microsoft.Insights/autoscaleSettings`);
    assert.deepEqual(
      list.value.map(({ name }: { name: string }) => name),
      ["fraud-blue"],
    );
    const { body: patched } = await azure.send("PATCH", setting, { properties: { enabled: false } });
    assert.equal(patched.properties.enabled, false);
    assert.equal((await azure.send("DELETE", setting)).status, 200);
    assert.equal((await azure.get(setting)).status, 404);
  });

  it("outlives its deployment without doing anything", async () => {
    await azure.put(setting, body());
    await azure.finish("DELETE", at("blue"));
    minute(20);
    await clock.look();
    assert.equal((await azure.get(setting)).status, 200);
    assert.equal((await azure.finish("PUT", at("blue"), deployment(azure, {}))).status, 200);
  });
});
