import { z } from "zod";
import { isTimeZone } from "../../autoscale/zoned-time";
import { duration } from "../body/durations";
import { armId, defaulted, oneOf, optional, readOnly } from "../body/members";

const HOUR = 3600;

/** A whole number as Azure Monitor has it: a text. */
const countText = z.string().regex(/^\d{1,4}$/, "is no whole number in a text");

const timeZone = z.string().refine(isTimeZone, "that is no time zone of Windows");

const dimension = z.strictObject({
  dimensionName: z.string().min(1),
  operator: oneOf(["Equals", "NotEquals"]),
  values: z.array(z.string()).min(1),
});

const metricTrigger = z.strictObject({
  metricName: z.string().min(1),
  metricNamespace: optional(z.string()),
  metricResourceUri: armId,
  metricResourceLocation: optional(z.string()),
  timeGrain: duration({ minimum: 60, maximum: 12 * HOUR }),
  statistic: oneOf(["Average", "Min", "Max", "Sum", "Count"]),
  timeWindow: duration({ minimum: 300, maximum: 12 * HOUR }),
  timeAggregation: oneOf(["Average", "Minimum", "Maximum", "Total", "Count", "Last"]),
  operator: oneOf(["Equals", "NotEquals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"]),
  threshold: z.number(),
  dimensions: defaulted(z.array(dimension), []),
  dividePerInstance: defaulted(z.boolean(), false),
});

const scaleAction = z.strictObject({
  direction: oneOf(["Increase", "Decrease"]),
  type: oneOf(["ChangeCount", "PercentChangeCount", "ExactCount"]),
  value: defaulted(countText, "1"),
  cooldown: duration({ minimum: 60, maximum: 7 * 24 * HOUR }),
});

const rule = z.strictObject({ metricTrigger, scaleAction });

const localTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?$/i, "is no ISO 8601 date and time");

const schedule = z.strictObject({
  timeZone,
  days: z.array(oneOf(["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"])).min(1),
  hours: z.array(z.int().min(0).max(23)).min(1),
  minutes: z.array(z.int().min(0).max(59)).min(1),
});

const profile = z
  .strictObject({
    name: z.string().min(1),
    capacity: z.strictObject({ minimum: countText, maximum: countText, default: countText }),
    rules: z.array(rule).max(10, "a profile has at most 10 rules"),
    fixedDate: optional(z.strictObject({ timeZone: defaulted(timeZone, "UTC"), start: localTime, end: localTime })),
    recurrence: optional(z.strictObject({ frequency: oneOf(["Week"]), schedule })),
  })
  .refine(({ fixedDate, recurrence }) => !fixedDate || !recurrence, "has a fixedDate or a recurrence, not both")
  .refine(
    ({ capacity: { minimum, maximum } }) => Number(minimum) <= Number(maximum),
    "the minimum is more than the maximum",
  )
  .refine(
    ({ capacity }) =>
      Number(capacity.minimum) <= Number(capacity.default) && Number(capacity.default) <= Number(capacity.maximum),
    "the default is not between minimum and maximum",
  );

const notification = z.strictObject({
  operation: oneOf(["Scale"]),
  email: optional(
    z.strictObject({
      sendToSubscriptionAdministrator: defaulted(z.boolean(), false),
      sendToSubscriptionCoAdministrators: defaulted(z.boolean(), false),
      customEmails: defaulted(z.array(z.string()), []),
    }),
  ),
  webhooks: defaulted(
    z.array(z.strictObject({ serviceUri: z.url(), properties: defaulted(z.record(z.string(), z.string()), {}) })),
    [],
  ),
});

/** What `properties` of an autoscale setting hold (REST type `AutoscaleSetting`). */
export const autoscaleSetting = z.strictObject({
  name: optional(z.string()),
  enabled: defaulted(z.boolean(), false),
  targetResourceUri: armId,
  targetResourceLocation: optional(z.string()),
  profiles: z
    .array(profile)
    .min(1, "a setting has at least one profile")
    .max(20, "a setting has at most 20 profiles")
    .refine(
      (profiles) => new Set(profiles.map(({ name }) => name.toLowerCase())).size === profiles.length,
      "two profiles have one name",
    ),
  notifications: defaulted(z.array(notification), []),
  predictiveAutoscalePolicy: readOnly,
});

export type AutoscaleSetting = z.infer<typeof autoscaleSetting>;
export type AutoscaleProfile = AutoscaleSetting["profiles"][number];
export type ScaleRule = AutoscaleProfile["rules"][number];
export type MetricTrigger = ScaleRule["metricTrigger"];
