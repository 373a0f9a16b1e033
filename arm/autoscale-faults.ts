import {
  type AutoscaleRules,
  type InstanceRange,
  MOST_INSTANCES,
  scaleDefaults,
  type ScaleInRule,
  scaleMetrics,
  type ScaleOutRule,
} from "./autoscale";
import { scheduleFaults } from "./autoscale-schedule-faults";
import type { Fault } from "./fault";
import { wholeNumberFaults } from "./whole-number";

/** Most rules of one time. Source: "Understand autoscale settings" (Azure Monitor documentation). */
const MOST_RULES = 10;

/** Every rule that the rules of a deployment's autoscale break. `field` is where they stand in the arguments. */
export function autoscaleFaults(field: string, rules: AutoscaleRules): Fault[] {
  const { scaleOut = [], scaleIn = [], schedules = [] } = rules;
  const idle =
    scaleOut.length + scaleIn.length + schedules.length === 0
      ? [{ field, rule: "nothing says when to scale", fix: "give scaleOut and scaleIn, or schedules" }]
      : [];
  return [
    ...rangeFaults(field, rules),
    ...ruleSetFaults(field, { scaleOut, scaleIn }),
    ...idle,
    ...scheduleFaults(`${field}.schedules`, schedules),
    ...schedules.flatMap((schedule, index) => {
      const place = `${field}.schedules[${index}]`;
      return [
        ...rangeFaults(place, schedule),
        ...ruleSetFaults(place, {
          scaleOut: schedule.scaleOut ?? [],
          scaleIn: schedule.scaleIn ?? [],
        }),
      ];
    }),
  ];
}

/** A number of instances that a deployment is made with, and autoscale would change at once. */
export function startFaults(field: string, count: number | undefined, { minInstances, maxInstances }: InstanceRange) {
  return count === undefined || !(count < minInstances || count > maxInstances)
    ? []
    : [
        {
          ...{ field: `${field}.instanceCount`, value: count },
          rule: `autoscale keeps it from ${minInstances} to ${maxInstances}, and would change it at once`,
        },
      ];
}

function rangeFaults(field: string, range: InstanceRange): Fault[] {
  const { minInstances: least, maxInstances: most, defaultInstances } = range;
  const faults = [
    ...wholeNumberFaults(`${field}.minInstances`, least, 1, MOST_INSTANCES),
    ...wholeNumberFaults(`${field}.maxInstances`, most, 1, MOST_INSTANCES),
  ];
  if (faults.length > 0) return faults;
  if (least > most) {
    return [{ field: `${field}.minInstances`, value: least, rule: `it is more than maxInstances, which is ${most}` }];
  }
  return wholeNumberFaults(`${field}.defaultInstances`, defaultInstances, least, most);
}

interface RuleSet {
  scaleOut: readonly ScaleOutRule[];
  scaleIn: readonly ScaleInRule[];
}

function ruleSetFaults(field: string, { scaleOut, scaleIn }: RuleSet): Fault[] {
  const count = scaleOut.length + scaleIn.length;
  return [
    ...scaleOut.flatMap((rule, index) => [
      ...ruleFaults(`${field}.scaleOut[${index}]`, rule, "above", rule.above),
      ...wholeNumberFaults(`${field}.scaleOut[${index}].add`, rule.add, 1, MOST_INSTANCES),
    ]),
    ...scaleIn.flatMap((rule, index) => [
      ...ruleFaults(`${field}.scaleIn[${index}]`, rule, "below", rule.below),
      ...wholeNumberFaults(`${field}.scaleIn[${index}].remove`, rule.remove, 1, MOST_INSTANCES),
      ...flappingFaults(`${field}.scaleIn[${index}].below`, rule, scaleOut),
    ]),
    ...(count > MOST_RULES
      ? [{ field, value: count, rule: `scaleOut and scaleIn have at most ${MOST_RULES} rules together` }]
      : []),
  ];
}

function ruleFaults(
  field: string,
  { metric, minutes, cooldownMinutes }: ScaleOutRule | ScaleInRule,
  bound: "above" | "below",
  value: number,
): Fault[] {
  const names = Object.keys(scaleMetrics);
  if (!names.includes(metric)) {
    return [{ field: `${field}.metric`, value: metric, rule: `it is one of ${names.join(" | ")}` }];
  }
  const most = scaleMetrics[metric].unit === "percent" ? 100 : Infinity;
  const range = most === 100 ? "a percentage from 0 to 100" : "a number of at least 0";
  return [
    ...(typeof value === "number" && value >= 0 && value <= most
      ? []
      : [{ field: `${field}.${bound}`, value, rule: `this is ${range}` }]),
    ...wholeNumberFaults(`${field}.minutes`, minutes, 5, 720, "minutes"),
    ...wholeNumberFaults(`${field}.cooldownMinutes`, cooldownMinutes, 1, 10_080, "minutes"),
  ];
}

/** Fewer instances above the bound for more would come and go with each look. */
function flappingFaults(field: string, rule: ScaleInRule, scaleOut: readonly ScaleOutRule[]): Fault[] {
  const per = ({ perInstance = scaleDefaults.perInstance }: ScaleOutRule | ScaleInRule): boolean => perInstance;
  const same = scaleOut.filter(({ metric }) => metric === rule.metric).filter((out) => per(out) === per(rule));
  const bounds = same.map(({ above }) => above).filter((above) => above <= rule.below);
  return bounds.length === 0
    ? []
    : [
        {
          ...{
            field,
            value: rule.below,
            rule: `instances are added above ${Math.min(...bounds)}, and would be removed again`,
          },
          fix: "leave room between the two",
        },
      ];
}
