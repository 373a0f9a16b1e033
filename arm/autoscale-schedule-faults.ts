import {
  type AutoscaleSchedule,
  type DatedSchedule,
  isRecurring,
  minutesOfDay,
  overlap,
  type RecurringSchedule,
  weekdays,
} from "./autoscale-schedule";
import type { Fault } from "./fault";
import { timeZones } from "./time-zones";

/** Most times of one setting. Each that recurs needs one more for its end. Source: REST specification, `profiles`. */
const MOST_PROFILES = 20;

/** Every rule that schedules break, but for their ranges and rules. */
export function scheduleFaults(field: string, schedules: readonly AutoscaleSchedule[]): Fault[] {
  const recurring = schedules.filter(isRecurring);
  const profiles = schedules.length + Math.max(recurring.length, 1);
  return [
    ...schedules.flatMap((schedule, index) => [
      ...nameFaults(`${field}[${index}].name`, schedule.name, schedules.slice(0, index)),
      ...zoneFaults(`${field}[${index}].timeZone`, schedule.timeZone),
      ...(isRecurring(schedule)
        ? recurringFaults(`${field}[${index}]`, schedule)
        : datedFaults(`${field}[${index}]`, schedule)),
    ]),
    ...overlapFaults(field, schedules),
    ...(profiles > MOST_PROFILES
      ? [
          {
            ...{ field, value: schedules.length },
            rule: `a setting has at most ${MOST_PROFILES} profiles, and these need ${profiles}: two for each that recurs`,
          },
        ]
      : []),
  ];
}

function nameFaults(field: string, name: string, before: readonly AutoscaleSchedule[]): Fault[] {
  if (name.trim() === "") return [{ field, value: name, rule: "a schedule has a name" }];
  return before.some((other) => other.name.toLowerCase() === name.toLowerCase())
    ? [{ field, value: name, rule: "another schedule has this name" }]
    : [];
}

function zoneFaults(field: string, zone: string | undefined): Fault[] {
  return zone === undefined || timeZones.includes(zone)
    ? []
    : [
        {
          ...{ field, value: zone, rule: "Azure Monitor has no such time zone" },
          fix: "give the name that Windows has for it, for example `Pacific Standard Time`",
        },
      ];
}

function recurringFaults(field: string, { days, from, until }: RecurringSchedule): Fault[] {
  const unknown = days.filter((day, index) => !weekdays.includes(day) || days.indexOf(day) !== index);
  return [
    ...(days.length === 0 ? [{ field: `${field}.days`, rule: "it begins on at least one day" }] : []),
    ...unknown.map((day) => ({
      ...{ field: `${field}.days`, value: day, rule: `days are told once each, of ${weekdays.join(", ")}` },
    })),
    ...[{ end: "from", time: from } as const, { end: "until", time: until } as const].flatMap(({ end, time }) =>
      minutesOfDay(time) === undefined
        ? [{ field: `${field}.${end}`, value: time, rule: "a time of day is written as `08:30`" }]
        : [],
    ),
  ];
}

function datedFaults(field: string, { start, end }: DatedSchedule): Fault[] {
  const wrong = [{ member: "start", value: start } as const, { member: "end", value: end } as const].filter(
    ({ value }) => !isMoment(value),
  );
  if (wrong.length > 0) {
    const rule = "a date and time is written as `2026-11-27T08:30`, without an offset: `timeZone` says it";
    return wrong.map(({ member, value }) => ({ field: `${field}.${member}`, value, rule }));
  }
  return start < end ? [] : [{ field: `${field}.end`, value: end, rule: `it is not later than start, ${start}` }];
}

function isMoment(value: string): boolean {
  const date = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):[0-5]\d$/.exec(value)?.[1];
  if (date === undefined) return false;
  const read = new Date(`${date}T00:00:00Z`);
  return !Number.isNaN(read.getTime()) && read.toISOString().startsWith(date);
}

function overlapFaults(field: string, schedules: readonly AutoscaleSchedule[]): Fault[] {
  return schedules.flatMap((one, index) =>
    schedules.slice(0, index).flatMap((other) =>
      isRecurring(one) && isRecurring(other) && overlap(one, other)
        ? [
            {
              field: `${field}[${index}]`,
              value: one.name,
              rule: `it takes minutes of the week that ${other.name} has`,
            },
          ]
        : [],
    ),
  );
}
