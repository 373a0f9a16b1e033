import { milliseconds } from "../arm/body/durations";
import type { AutoscaleProfile, ScaleRule } from "../arm/monitor/autoscale-setting-body";

/** A rule with its metric as it was read; without a value where there was none to read. */
export interface ReadRule {
  rule: ScaleRule;
  value: number | undefined;
}

/** How a deployment stands when it is looked at. */
export interface Standing {
  capacity: AutoscaleProfile["capacity"];
  rules: readonly ReadRule[];
  instances: number;
  /** Milliseconds since autoscale changed the number last; Infinity where it never has. */
  sinceLastChange: number;
}

/** Another number of instances, and why. */
export interface Decision {
  instances: number;
  because: string;
}

/**
 * What autoscale does at one look; undefined where nothing. A number outside of the range is brought into it at once. One rule
 * for more instances is enough, the largest number wins; for fewer all have to hold, and none for more may hold then. While no
 * metric can be read there are at least as many as the default (Azure Monitor documentation, "Understand autoscale settings"
 * and "Autoscale flapping").
 */
export function decide({ capacity, rules, instances, sinceLastChange }: Standing): Decision | undefined {
  const [least, most] = [Number(capacity.minimum), Number(capacity.maximum)];
  if (instances < least) return { instances: least, because: `the minimum is ${least}` };
  if (instances > most) return { instances: most, because: `the maximum is ${most}` };
  const cool = ({ rule }: ReadRule): boolean => sinceLastChange >= (milliseconds(rule.scaleAction.cooldown) ?? 0);
  const within = (count: number): number => Math.min(Math.max(count, least), most);

  const outs = rules.filter(({ rule }) => rule.scaleAction.direction === "Increase");
  const wanting = outs.filter((read) => holds(read.rule, read.value));
  if (wanting.length > 0) {
    const counts = wanting.filter(cool).map((read) => ({ read, count: within(changed(read.rule, instances)) }));
    return largest(counts.filter(({ count }) => count > instances));
  }

  const ins = rules.filter(({ rule }) => rule.scaleAction.direction === "Decrease");
  if (ins.length > 0 && ins.every((read) => holds(read.rule, read.value) && cool(read))) {
    const counts = ins.map((read) => ({ read, count: within(changed(read.rule, instances)) }));
    const decision = largest(counts);
    if (!decision || decision.instances >= instances) return undefined;
    return flaps(outs, instances, decision.instances) ? undefined : decision;
  }

  const fallback = Number(capacity.default);
  const unread = rules.length > 0 && rules.every(({ value }) => value === undefined);
  return unread && instances < fallback
    ? { instances: fallback, because: `no metric can be read, and the default is ${fallback}` }
    : undefined;
}

function largest(counts: readonly { read: ReadRule; count: number }[]): Decision | undefined {
  const [first] = [...counts].sort((one, other) => other.count - one.count);
  return first && { instances: first.count, because: worded(first.read) };
}

/** True where fewer instances, with as much to do together, would be too few at once. */
function flaps(outs: readonly ReadRule[], instances: number, fewer: number): boolean {
  return outs.some(({ rule, value }) => value !== undefined && holds(rule, (value * instances) / fewer));
}

function holds({ metricTrigger: { operator, threshold } }: ScaleRule, value: number | undefined): boolean {
  if (value === undefined) return false;
  switch (operator) {
    case "Equals":
      return value === threshold;
    case "NotEquals":
      return value !== threshold;
    case "GreaterThan":
      return value > threshold;
    case "GreaterThanOrEqual":
      return value >= threshold;
    case "LessThan":
      return value < threshold;
    case "LessThanOrEqual":
      return value <= threshold;
  }
}

function changed({ scaleAction: { direction, type, value } }: ScaleRule, instances: number): number {
  const sign = direction === "Increase" ? 1 : -1;
  const amount = Number(value);
  switch (type) {
    case "ChangeCount":
      return instances + sign * amount;
    case "PercentChangeCount":
      return instances + sign * Math.max(Math.round((instances * amount) / 100), 1);
    case "ExactCount":
      return amount;
  }
}

function worded({ rule: { metricTrigger }, value = 0 }: ReadRule): string {
  const { metricName, operator, threshold, timeWindow } = metricTrigger;
  return `${metricName} was ${Math.round(value * 100) / 100} over ${timeWindow}, ${operator} ${threshold}`;
}
