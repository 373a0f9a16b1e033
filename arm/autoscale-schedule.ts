import type { InstanceRange, ScaleInRule, ScaleOutRule } from "./autoscale";

/** A day of the week. */
export type Weekday = "Monday" | "Tuesday" | "Wednesday" | "Thursday" | "Friday" | "Saturday" | "Sunday";

export const weekdays: readonly Weekday[] = [
  "Monday",
  "Tuesday",
  "Wednesday",
  "Thursday",
  "Friday",
  "Saturday",
  "Sunday",
];

/** A time with a range of its own. Rules that are left out are those outside of it. */
interface ScheduledRange extends InstanceRange {
  /** Told apart by this. */
  name: string;
  /** A time zone as Windows calls it, for example `Pacific Standard Time`. Default `UTC`. */
  timeZone?: string;
  scaleOut?: ScaleOutRule[];
  scaleIn?: ScaleInRule[];
}

/** A time of the same days in each week. */
export interface RecurringSchedule extends ScheduledRange {
  /** Days that it begins on. */
  days: Weekday[];
  /** Time of day that it begins at, for example `08:00`. */
  from: string;
  /** Time of day that it ends at; not later than `from`: on the next day. So `00:00` to `00:00` is the whole day. */
  until: string;
}

/** A time between two dates, once. */
export interface DatedSchedule extends ScheduledRange {
  /** Date and time that it begins at, for example `2026-11-27T00:00`. */
  start: string;
  /** Date and time that it ends at. */
  end: string;
}

/** When other numbers of instances, or other rules, hold than usual. */
export type AutoscaleSchedule = RecurringSchedule | DatedSchedule;

export function isRecurring(schedule: AutoscaleSchedule): schedule is RecurringSchedule {
  return "days" in schedule;
}

/** Minutes of a time of day since midnight; undefined where it is none. */
export function minutesOfDay(time: string): number | undefined {
  const [, hours = "", minutes = ""] = /^([01]\d|2[0-3]):([0-5]\d)$/.exec(time) ?? [];
  return hours === "" ? undefined : Number(hours) * 60 + Number(minutes);
}

/** Days that a recurring schedule ends on, without those on which it, or another one, begins at that moment. */
export function endDays(schedule: RecurringSchedule, all: readonly RecurringSchedule[]): Weekday[] {
  const over = minutesOfDay(schedule.until) ?? 0;
  const next = over <= (minutesOfDay(schedule.from) ?? 0) ? 1 : 0;
  const begins = (day: Weekday): boolean =>
    all.some(
      ({ days, from, timeZone }) =>
        days.includes(day) && minutesOfDay(from) === over && (timeZone ?? "UTC") === (schedule.timeZone ?? "UTC"),
    );
  const ends = schedule.days.flatMap((day) => weekdays[(weekdays.indexOf(day) + next) % weekdays.length] ?? []);
  return ends.filter((day) => !begins(day));
}

const WEEK = 7 * 24 * 60;

/** The stretches of a week that a recurring schedule takes, in minutes since Monday. One may go on after Sunday. */
function stretchesOf({ days, from, until }: RecurringSchedule): { from: number; until: number }[] {
  const [begin, end] = [minutesOfDay(from) ?? 0, minutesOfDay(until) ?? 0];
  const length = end > begin ? end - begin : end + 24 * 60 - begin;
  return days.map((day) => {
    const start = weekdays.indexOf(day) * 24 * 60 + begin;
    return { from: start, until: start + length };
  });
}

/** True where two schedules of one time zone take the same minute of a week. */
export function overlap(one: RecurringSchedule, other: RecurringSchedule): boolean {
  if ((one.timeZone ?? "UTC") !== (other.timeZone ?? "UTC")) return false;
  return stretchesOf(one).some((a) =>
    stretchesOf(other).some((b) =>
      [-WEEK, 0, WEEK].some((shift) => a.from < b.until + shift && b.from + shift < a.until),
    ),
  );
}
