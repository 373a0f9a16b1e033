import { parseBody } from "../body/parse";
import { z } from "zod";
import type { ArmContext } from "../context";
import { conflict, type Fault } from "../http/errors";
import type { Route } from "../http/router";
import type { JsonObject } from "../json";
import { textOf } from "../json";
import { nameRules } from "../resources/names";
import { trackedRoutes } from "../resources/tracked";
import { sameId, type Resource } from "../store/resource";
import { type AutoscaleSetting, autoscaleSetting } from "./autoscale-setting-body";

export const autoscaleType = "Microsoft.Insights/autoscaleSettings";

const body = z.object({ properties: autoscaleSetting });

/** Autoscale settings of online deployments. What they say is done by `Autoscaler`. */
export function autoscaleSettingRoutes(context: ArmContext): Route[] {
  return trackedRoutes(context, {
    type: autoscaleType,
    names: nameRules.insights,
    created: 201,
    faults: ({ properties }, existing) => {
      const setting = settingIn(properties);
      refuseSecond(context, setting.targetResourceUri, existing);
      return targetFaults(context, setting);
    },
    outputs: ({ name, properties }): JsonObject => ({ ...settingIn(properties), name }),
  });
}

/** The setting that a resource's `properties` hold; refused with every fault where they hold none. */
export function settingIn(properties: JsonObject): AutoscaleSetting {
  return parseBody(body, { properties }).properties;
}

/** A strict choice: the service takes targets that do not exist yet, and metrics of anything. */
function targetFaults(context: ArmContext, { targetResourceUri, profiles }: AutoscaleSetting): Fault[] {
  const { deployments, endpoints } = context.records;
  const isDeployment = deployments.get(targetResourceUri) !== undefined;
  const triggers = profiles.flatMap(({ rules }, profile) =>
    rules.map(({ metricTrigger }, rule) => ({ metricTrigger, target: `properties.profiles.${profile}.rules.${rule}` })),
  );
  return [
    ...(isDeployment
      ? []
      : [{ target: "properties.targetResourceUri", message: `'${targetResourceUri}' is no online deployment` }]),
    ...triggers
      .filter(({ metricTrigger: { metricResourceUri: id } }) => !deployments.get(id) && !endpoints.get(id))
      .map(({ metricTrigger, target }) => ({
        target: `${target}.metricTrigger.metricResourceUri`,
        message: `'${metricTrigger.metricResourceUri}' is no online endpoint or deployment`,
      })),
  ];
}

/** Two settings of one resource would undo each other. */
function refuseSecond(context: ArmContext, target: string, existing: Resource | undefined): void {
  const other = context.records.others
    .all()
    .filter(({ type, id }) => sameId(type, autoscaleType) && id !== existing?.id)
    .find(({ properties }) => sameId(textOf(properties["targetResourceUri"]), target));
  if (other) throw conflict(`The autoscale setting '${other.name}' is already on the resource '${target}'.`);
}
