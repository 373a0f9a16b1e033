import { randomUUID } from "node:crypto";
import { z } from "zod";
import { parseBody } from "../body/parse";
import type { ArmContext } from "../context";
import type { Fault } from "../http/errors";
import type { Route } from "../http/router";
import { asWritten, type JsonObject } from "../json";
import { nameRules } from "../resources/names";
import { trackedRoutes } from "../resources/tracked";
import { actionGroup, metricAlert, queryRule, workbook } from "./alert-bodies";

/** Alerts, the action groups that they call, and workbooks: kept, and never evaluated or shown. */
export function alertRoutes(context: ArmContext): Route[] {
  const { insights, guid } = nameRules;
  const missing = (target: string, ids: readonly string[]): Fault[] =>
    ids.flatMap((id, index) =>
      context.store.has(id) ? [] : [{ target: `properties.${target}.${index}`, message: `'${id}' does not exist` }],
    );
  const now = (): string => context.now().toISOString();
  return [
    ...trackedRoutes(context, {
      ...{ type: "Microsoft.Insights/metricAlerts", names: insights, created: 200 },
      faults: ({ properties }) => {
        const { scopes, actions } = read(metricAlert, properties);
        const groups = actions.map(({ actionGroupId }) => actionGroupId);
        return [...missing("scopes", scopes), ...missing("actions", groups)];
      },
      outputs: ({ properties }) => ({
        ...asWritten(read(metricAlert, properties)),
        lastUpdatedTime: now(),
        isMigrated: false,
      }),
    }),
    ...trackedRoutes(context, {
      ...{ type: "Microsoft.Insights/scheduledQueryRules", names: insights, created: 201 },
      faults: ({ properties }) => {
        const { scopes, actions } = read(queryRule, properties);
        return [...missing("scopes", scopes), ...missing("actions.actionGroups", actions.actionGroups)];
      },
      outputs: ({ properties }) => ({
        ...asWritten(read(queryRule, properties)),
        ...{
          createdWithApiVersion: "2023-12-01",
          isLegacyLogAnalyticsRule: false,
          isWorkspaceAlertsStorageConfigured: false,
        },
      }),
    }),
    ...trackedRoutes(context, {
      ...{ type: "Microsoft.Insights/actionGroups", names: insights, created: 201 },
      outputs: ({ properties }) => asWritten(read(actionGroup, properties)),
    }),
    ...trackedRoutes(context, {
      ...{ type: "Microsoft.Insights/workbooks", names: guid, created: 201 },
      faults: ({ kind }) => (kind === "shared" ? [] : [{ target: "kind", message: "must be 'shared'" }]),
      outputs: ({ properties }) => ({
        ...asWritten(read(workbook, properties)),
        ...{ timeModified: now(), userId: "local", revision: randomUUID().replaceAll("-", "") },
      }),
    }),
  ];
}

function read<T>(schema: z.ZodType<T>, properties: JsonObject): T {
  return parseBody(z.object({ properties: schema }), { properties }).properties;
}
