import { strict as assert } from "node:assert";
import { type AutoscaleProfile, autoscaleSetting } from "../../../emulator/arm/monitor/autoscale-setting-body";
import { activeProfile } from "../../../emulator/autoscale/profile";
import { isTimeZone, zonedTime } from "../../../emulator/autoscale/zoned-time";

const capacity = { minimum: "1", maximum: "2", default: "1" };
const profile = (name: string, more: object = {}): AutoscaleProfile => {
  const [read] = autoscaleSetting.parse({
    targetResourceUri: "/a/b",
    profiles: [{ name, capacity, rules: [], ...more }],
  }).profiles;
  return read ?? assert.fail();
};
const weekly = (name: string, days: string[], hour: number, timeZone = "Pacific Standard Time") =>
  profile(name, { recurrence: { frequency: "Week", schedule: { timeZone, days, hours: [hour], minutes: [0] } } });

describe("the profile that holds", () => {
  const rest = profile("rest");
  const sale = profile("sale", {
    fixedDate: { timeZone: "Tokyo Standard Time", start: "2026-11-27T00:00:00", end: "2026-11-28T00:00:00" },
  });
  const weekend = weekly("weekend", ["Saturday", "Sunday"], 6);
  const end = weekly("end", ["Saturday", "Sunday"], 19);
  const table: [name: string, profiles: AutoscaleProfile[], moment: string, holds: string | undefined][] = [
    ["is the one without a time", [rest], "2026-11-27T12:00:00Z", "rest"],
    ["is that of its dates, in their zone", [rest, sale], "2026-11-26T15:00:00Z", "sale"],
    ["is not that of dates before they begin", [rest, sale], "2026-11-26T14:59:59Z", "rest"],
    ["is not that of dates once they are over", [rest, sale], "2026-11-27T15:00:00Z", "rest"],
    ["is that of dates even where another recurs", [sale, weekend], "2026-11-26T20:00:00Z", "sale"],
    ["is the recurring one that began last", [weekend, end], "2026-11-28T14:00:00Z", "weekend"],
    ["is the one before until the next begins", [weekend, end], "2026-11-28T13:59:00Z", "end"],
    ["is the one of last Sunday's evening on a Friday", [weekend, end], "2026-11-27T12:00:00Z", "end"],
    ["goes by the clocks of summer too", [weekend, end], "2026-07-04T13:00:00Z", "weekend"],
    ["is none where nothing holds", [sale], "2026-01-01T00:00:00Z", undefined],
  ];
  for (const [name, profiles, moment, holds] of table) {
    it(name, () => assert.equal(activeProfile(profiles, new Date(moment))?.name, holds));
  }

  it("goes by names that Windows gives to time zones", () => {
    assert.deepEqual(["UTC", "W. Europe Standard Time", "Europe/Berlin"].map(isTimeZone), [true, true, false]);
    assert.deepEqual(zonedTime(new Date("2026-11-29T23:30:00Z"), "W. Europe Standard Time"), {
      text: "2026-11-30T00:30:00",
      minuteOfWeek: 24 * 60 + 30,
    });
  });
});
