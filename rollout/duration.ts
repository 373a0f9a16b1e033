/** A length of time in text, as Pulumi's timeouts have it: `30m`, `1h30m`, `90s`. */
export type Duration = string;

const units = { h: 3600, m: 60, s: 1 } as const;

/** Whole seconds of a duration; undefined where it is none. */
export function secondsOf(duration: Duration): number | undefined {
  if (!/^(\d+[hms])+$/.test(duration)) return undefined;
  const parts = [...duration.matchAll(/(\d+)([hms])/g)];
  return parts.reduce((total, [, count, unit]) => total + Number(count) * units[unit as keyof typeof units], 0);
}

/** Seconds as people read them: `1 h 30 min`, `45 s`. */
export function wordsFor(seconds: number): string {
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60), seconds % 60];
  const words = [hours > 0 && `${hours} h`, minutes > 0 && `${minutes} min`, rest > 0 && `${rest} s`];
  return words.filter(Boolean).join(" ") || "0 s";
}
