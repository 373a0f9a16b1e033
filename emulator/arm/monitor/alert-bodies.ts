import { z } from "zod";
import { duration } from "../body/durations";
import { armId, defaulted, oneOf, optional, readOnly } from "../body/members";

const text = optional(z.string());
const texts = optional(z.record(z.string(), z.string()));
const severity = z.int().min(0).max(4);
const minute = 60;
const day = 24 * 60 * minute;

const metricDimension = z.strictObject({
  name: z.string().min(1),
  operator: oneOf(["Include", "Exclude"]),
  values: z.array(z.string()).min(1),
});

const metricCriterion = z.strictObject({
  criterionType: oneOf(["StaticThresholdCriterion"]),
  name: z.string().min(1),
  metricName: z.string().min(1),
  metricNamespace: text,
  dimensions: defaulted(z.array(metricDimension), []),
  operator: oneOf(["Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"]),
  threshold: z.number(),
  timeAggregation: oneOf(["Average", "Count", "Minimum", "Maximum", "Total"]),
  skipMetricValidation: optional(z.boolean()),
});

/** What is no span at all is told of already. */
const longEnough = ({
  evaluationFrequency,
  windowSize,
}: {
  evaluationFrequency: string;
  windowSize: string;
}): boolean => !order.includes(windowSize) || order.indexOf(windowSize) >= order.indexOf(evaluationFrequency);

/** Times that alerts look at, shortest first, as they are answered. */
const order = [
  "PT1M",
  "PT5M",
  "PT10M",
  "PT15M",
  "PT30M",
  "PT45M",
  "PT1H",
  "PT2H",
  "PT3H",
  "PT4H",
  "PT5H",
  "PT6H",
  "PT12H",
  "P1D",
  "P2D",
];

const span = (most: number) =>
  duration({ minimum: minute, maximum: most }).refine(
    (given) => order.includes(given),
    `is none of ${order.join(", ")}`,
  );

const shortWindow = { path: ["windowSize"], message: "is shorter than evaluationFrequency" };

/** What `properties` of a metric alert hold (REST type `MetricAlertProperties`); criteria of static thresholds alone. */
export const metricAlert = z
  .strictObject({
    description: text,
    severity,
    enabled: z.boolean(),
    scopes: z.array(armId).min(1),
    evaluationFrequency: span(60 * minute),
    windowSize: span(day),
    targetResourceType: text,
    targetResourceRegion: text,
    criteria: z.strictObject({
      "odata.type": oneOf([
        "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
        "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria",
      ]),
      "allOf": z.array(metricCriterion).min(1).max(5),
    }),
    autoMitigate: defaulted(z.boolean(), true),
    actions: defaulted(z.array(z.strictObject({ actionGroupId: armId, webHookProperties: texts })).max(5), []),
    ...{ lastUpdatedTime: readOnly, isMigrated: readOnly },
  })
  .refine(longEnough, shortWindow);

const queryCondition = z.strictObject({
  query: z.string().min(1),
  timeAggregation: oneOf(["Count", "Average", "Minimum", "Maximum", "Total"]),
  metricMeasureColumn: text,
  resourceIdColumn: text,
  dimensions: defaulted(z.array(metricDimension), []),
  operator: oneOf(["Equals", "GreaterThan", "GreaterThanOrEqual", "LessThan", "LessThanOrEqual"]),
  threshold: z.number(),
  criterionType: optional(oneOf(["StaticThresholdCriterion"])),
  failingPeriods: defaulted(
    z.strictObject({
      numberOfEvaluationPeriods: z.int().min(1).max(6),
      minFailingPeriodsToAlert: z.int().min(1).max(6),
    }),
    { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
  ),
});

/** What `properties` of a log alert hold (REST type `ScheduledQueryRuleProperties`). */
export const queryRule = z
  .strictObject({
    displayName: text,
    description: text,
    severity,
    enabled: defaulted(z.boolean(), true),
    scopes: z.array(armId).length(1),
    evaluationFrequency: span(day),
    windowSize: span(2 * day),
    overrideQueryTimeRange: text,
    targetResourceTypes: optional(z.array(z.string())),
    criteria: z.strictObject({ allOf: z.array(queryCondition).length(1) }),
    muteActionsDuration: text,
    actions: defaulted(
      z.strictObject({ actionGroups: defaulted(z.array(armId), []), customProperties: texts, actionProperties: texts }),
      { actionGroups: [], customProperties: undefined, actionProperties: undefined },
    ),
    autoMitigate: defaulted(z.boolean(), false),
    checkWorkspaceAlertsStorageConfigured: defaulted(z.boolean(), false),
    skipQueryValidation: defaulted(z.boolean(), false),
    resolveConfiguration: optional(z.strictObject({ autoResolved: optional(z.boolean()), timeToResolve: text })),
    ...{
      createdWithApiVersion: readOnly,
      isLegacyLogAnalyticsRule: readOnly,
      isWorkspaceAlertsStorageConfigured: readOnly,
    },
  })
  .refine(longEnough, shortWindow)
  .refine(({ autoMitigate, muteActionsDuration }) => !autoMitigate || muteActionsDuration === undefined, {
    path: ["muteActionsDuration"],
    message: "does not go with autoMitigate",
  });

const receivers = z.array(z.record(z.string(), z.json()));
const receiverLists = [
  ...["armRole", "automationRunbook", "azureAppPush", "azureFunction", "email", "eventHub"],
  ...["incident", "itsm", "logicApp", "sms", "voice", "webhook"],
];

/** What `properties` of an action group hold (REST type `ActionGroup`). Receivers are kept as they are. */
export const actionGroup = z.strictObject({
  groupShortName: z.string().min(1).max(12),
  enabled: z.boolean(),
  ...Object.fromEntries(receiverLists.map((kind) => [`${kind}Receivers`, optional(receivers)])),
});

/** What `properties` of a workbook hold (REST type `WorkbookProperties`). */
export const workbook = z.strictObject({
  displayName: z.string().min(1),
  serializedData: z.string().refine(isJson, "is no JSON"),
  category: z.string().min(1),
  version: text,
  description: text,
  sourceId: text,
  storageUri: text,
  tags: optional(z.array(z.string())),
  ...{ timeModified: readOnly, userId: readOnly, revision: readOnly },
});

function isJson(given: string): boolean {
  try {
    JSON.parse(given);
    return true;
  } catch {
    return false;
  }
}
