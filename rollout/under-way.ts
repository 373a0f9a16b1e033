import type { Sides } from "./traffic";

/** What a program is told that says another release than the one on its way. */
export function underWay({ live, candidate }: Sides): string {
  return `a rollout from ${live} to ${candidate} is under way`;
}

/** True where an error says so. */
export function saysUnderWay(error: string): boolean {
  return /a rollout from \S+ to \S+ is under way/.test(error);
}
