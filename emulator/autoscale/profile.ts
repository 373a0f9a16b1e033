import type { AutoscaleProfile } from "../arm/monitor/autoscale-setting-body";
import { zonedTime } from "./zoned-time";

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const WEEK = 7 * 24 * 60;

/**
 * The profile that holds at a moment: one whose dates it lies between, else the recurring one that has begun last, else the
 * one without a time (Azure Monitor documentation, "Autoscale with multiple profiles").
 */
export function activeProfile(profiles: readonly AutoscaleProfile[], moment: Date): AutoscaleProfile | undefined {
  const dated = profiles.find(({ fixedDate }) => fixedDate && isBetween(moment, fixedDate));
  if (dated) return dated;
  const recurring = profiles
    .flatMap((profile) => begun(profile, moment).map((since) => ({ profile, since })))
    .sort((one, other) => one.since - other.since);
  return recurring[0]?.profile ?? profiles.find(({ fixedDate, recurrence }) => !fixedDate && !recurrence);
}

/** Times with an offset are moments, those without are times of the zone. */
function isBetween(moment: Date, { timeZone, start, end }: NonNullable<AutoscaleProfile["fixedDate"]>): boolean {
  const { text } = zonedTime(moment, timeZone);
  const reached = (time: string): boolean =>
    /(Z|[+-]\d\d:\d\d)$/i.test(time) ? new Date(time) <= moment : time.slice(0, 19) <= text;
  return reached(start) && !reached(end);
}

/** Minutes since each of a recurring profile's beginnings, the last time that there was one. */
function begun({ recurrence }: AutoscaleProfile, moment: Date): number[] {
  if (!recurrence) return [];
  const { timeZone, days: on, hours, minutes } = recurrence.schedule;
  const now = zonedTime(moment, timeZone).minuteOfWeek;
  return on.flatMap((day) =>
    hours.flatMap((hour) =>
      minutes.map((minute) => (now - (days.indexOf(day) * 24 * 60 + hour * 60 + minute) + WEEK) % WEEK),
    ),
  );
}
