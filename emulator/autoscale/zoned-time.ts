import { findIana } from "windows-iana";

/** A moment on the clocks of a time zone. */
export interface ZonedTime {
  /** `2026-11-27T08:30:00`. */
  text: string;
  /** Minutes since Sunday, 00:00. */
  minuteOfWeek: number;
}

/** True for the names that Windows gives to time zones. */
export function isTimeZone(name: string): boolean {
  return name === "UTC" || findIana(name)[0] !== undefined;
}

/** A moment on the clocks of a time zone that goes by the name that Windows gives it. */
export function zonedTime(moment: Date, zone: string): ZonedTime {
  const timeZone = zone === "UTC" ? "UTC" : findIana(zone)[0];
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    ...{ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  });
  const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  const part = (type: Intl.DateTimeFormatPartTypes): string => parts.get(type) ?? "";
  const date = `${part("year")}-${part("month")}-${part("day")}`;
  const minutes = Number(part("hour")) * 60 + Number(part("minute"));
  return {
    text: `${date}T${part("hour")}:${part("minute")}:${part("second")}`,
    minuteOfWeek: new Date(`${date}T00:00:00Z`).getUTCDay() * 24 * 60 + minutes,
  };
}
