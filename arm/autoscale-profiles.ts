import { type AutoscaleRules, type InstanceRange, scaleDefaults, type ScaleInRule, scaleMetrics } from "./autoscale";
import type { MonitorMetric, ScaleOutRule } from "./autoscale";
import { type AutoscaleSchedule, endDays, isRecurring, minutesOfDay, type Weekday } from "./autoscale-schedule";
import { isoDuration } from "./duration";

/** A rule in Azure Monitor's words. `Id`: a text, known now or later. */
export interface ArmScaleRule<Id = string> {
  metricTrigger: {
    metricName: string;
    metricNamespace: string;
    metricResourceUri: Id;
    timeGrain: string;
    statistic: "Average";
    timeWindow: string;
    timeAggregation: "Average";
    operator: "GreaterThan" | "LessThan";
    threshold: number;
    dimensions?: { dimensionName: string; operator: "Equals"; values: Id[] }[];
    dividePerInstance: boolean;
  };
  scaleAction: { direction: "Increase" | "Decrease"; type: "ChangeCount"; value: string; cooldown: string };
}

/** A range with its rules and its time, in Azure Monitor's words. Numbers of instances are texts there. */
export interface ArmAutoscaleProfile<Id = string> {
  name: string;
  capacity: { minimum: string; maximum: string; default: string };
  rules: ArmScaleRule<Id>[];
  fixedDate?: { timeZone: string; start: string; end: string };
  recurrence?: {
    frequency: "Week";
    schedule: { timeZone: string; days: Weekday[]; hours: number[]; minutes: number[] };
  };
}

/** The resources that metrics are of. */
export interface Measured<Id> {
  endpointId: Id;
  deploymentId: Id;
  deploymentName: Id;
}

/** What the range outside of all schedules is called, as the portal calls it. */
const OTHERWISE = "Auto created default scale condition";

const namespaces: Readonly<Record<MonitorMetric["of"], string>> = {
  endpoint: "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
  deployment: "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",
};

/**
 * Shapes rules into Azure Monitor's profiles. What recurs has a beginning there and no end: it lasts until the next one
 * begins. So each has a second one beside it, which begins at its end and says what holds otherwise, named as the portal
 * names it. Source: "Autoscale with multiple profiles" (Azure Monitor documentation).
 */
export function autoscaleProfiles<Id>(rules: AutoscaleRules, measured: Measured<Id>): ArmAutoscaleProfile<Id>[] {
  const { schedules = [] } = rules;
  const recurring = schedules.filter(isRecurring);
  const otherwise = profile(OTHERWISE, rules, rules, measured);
  const ofSchedules = schedules.flatMap((schedule) => {
    const own = {
      ...profile(schedule.name, schedule, { ...rules, ...rulesOf(schedule) }, measured),
      ...when(schedule),
    };
    if (!isRecurring(schedule)) return [own];
    const days = endDays(schedule, recurring);
    const name = JSON.stringify({ name: OTHERWISE, for: schedule.name });
    const end = { ...otherwise, name, recurrence: weekly(schedule.timeZone, days, schedule.until) };
    return days.length === 0 ? [own] : [own, end];
  });
  return recurring.length > 0 ? ofSchedules : [otherwise, ...ofSchedules];
}

function rulesOf({ scaleOut, scaleIn }: AutoscaleSchedule): Pick<AutoscaleRules, "scaleOut" | "scaleIn"> {
  return { ...(scaleOut && { scaleOut }), ...(scaleIn && { scaleIn }) };
}

function when(schedule: AutoscaleSchedule): Pick<ArmAutoscaleProfile, "fixedDate" | "recurrence"> {
  if (isRecurring(schedule)) return { recurrence: weekly(schedule.timeZone, schedule.days, schedule.from) };
  const { timeZone = "UTC", start, end } = schedule;
  return { fixedDate: { timeZone, start: `${start}:00`, end: `${end}:00` } };
}

function weekly(timeZone = "UTC", days: Weekday[], time: string): ArmAutoscaleProfile["recurrence"] {
  const minutes = minutesOfDay(time) ?? 0;
  const schedule = { timeZone, days, hours: [Math.floor(minutes / 60)], minutes: [minutes % 60] };
  return { frequency: "Week", schedule };
}

function profile<Id>(
  name: string,
  { minInstances, maxInstances, defaultInstances = minInstances }: InstanceRange,
  { scaleOut = [], scaleIn = [] }: Pick<AutoscaleRules, "scaleOut" | "scaleIn">,
  measured: Measured<Id>,
): ArmAutoscaleProfile<Id> {
  return {
    name,
    capacity: { minimum: `${minInstances}`, maximum: `${maxInstances}`, default: `${defaultInstances}` },
    rules: [
      ...scaleOut.map((rule) =>
        armRule(rule, { operator: "GreaterThan", threshold: rule.above }, "Increase", rule.add, measured),
      ),
      ...scaleIn.map((rule) =>
        armRule(rule, { operator: "LessThan", threshold: rule.below }, "Decrease", rule.remove, measured),
      ),
    ],
  };
}

function armRule<Id>(
  { metric, minutes, cooldownMinutes, perInstance }: ScaleOutRule | ScaleInRule,
  bound: Pick<ArmScaleRule["metricTrigger"], "operator" | "threshold">,
  direction: ArmScaleRule["scaleAction"]["direction"],
  instances: number | undefined,
  { endpointId, deploymentId, deploymentName }: Measured<Id>,
): ArmScaleRule<Id> {
  const { name, of } = scaleMetrics[metric];
  const iso = (count: number): string => isoDuration(count * 60_000);
  return {
    metricTrigger: {
      metricName: name,
      metricNamespace: namespaces[of],
      metricResourceUri: of === "endpoint" ? endpointId : deploymentId,
      timeGrain: "PT1M",
      statistic: "Average",
      timeWindow: iso(minutes ?? scaleDefaults.minutes),
      timeAggregation: "Average",
      ...bound,
      ...(of === "endpoint"
        ? { dimensions: [{ dimensionName: "deployment", operator: "Equals" as const, values: [deploymentName] }] }
        : {}),
      dividePerInstance: perInstance ?? scaleDefaults.perInstance,
    },
    scaleAction: {
      ...{ direction, type: "ChangeCount" as const, value: `${instances ?? scaleDefaults.instances}` },
      cooldown: iso(cooldownMinutes ?? scaleDefaults.cooldownMinutes),
    },
  };
}
