import { staged, type Act } from "./act";
import { betterModel } from "./act-1/act";
import { brokenRelease } from "./act-2/act";
import type { Setting } from "./setting";
import { start } from "./start";
import { stop } from "./stop";

const acts = [betterModel, brokenRelease] as const;

/** Numbers of the acts there are, as they are typed. */
export const actNumbers: readonly string[] = acts.map((_, index) => String(index + 1));

/** The acts with these numbers, on one local Azure ML, which starts before the first and stops after the last. */
export function playbill(setting: Setting, numbers: readonly string[]): (Act & { number: string })[] {
  const chosen = acts
    .map((make, index) => ({ number: String(index + 1), make }))
    .filter(({ number }) => numbers.includes(number))
    .map(({ number, make }) => ({ number, ...make(setting) }));
  return chosen.map((act, index) => ({
    ...act,
    scenes: [
      ...staged(act.stage, index === 0 ? [start] : []),
      ...act.scenes,
      ...staged(act.stage, index === chosen.length - 1 ? [stop] : []),
    ],
  }));
}
