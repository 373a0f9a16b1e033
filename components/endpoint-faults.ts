import type { Fault } from "../arm/fault";
import { servingNameFaults } from "../arm/names";
import { trafficFaults } from "../arm/traffic";
import { now } from "./check";
import { deploymentFaults } from "./deployment-faults";
import type { ManagedOnlineEndpointArgs } from "./endpoint-args";

/** Every rule that an endpoint and its deployments break, as far as their values are known. */
export function endpointFaults(endpointName: string, args: ManagedOnlineEndpointArgs): Fault[] {
  const deployments = Object.entries(args.deployments ?? {});
  const lower = deployments.map(([key]) => key.toLowerCase());
  const twice = deployments.filter(([key], index) => lower.indexOf(key.toLowerCase()) !== index);
  return [
    ...servingNameFaults("endpointName", endpointName),
    ...deployments.flatMap(([key, spec]) => deploymentFaults(`deployments.${key}`, key, spec)),
    ...twice.map(([key]) => ({
      field: `deployments.${key}`,
      rule: "names do not differ by case, and this one is taken",
    })),
    ...(deployments.length > 20
      ? [{ field: "deployments", value: deployments.length, rule: "an endpoint has at most 20 deployments" }]
      : []),
    ...trafficFaults({
      traffic: plainWeights(args.traffic),
      mirrorTraffic: plainWeights(args.mirrorTraffic),
      deployments: args.deployments && lower,
    }),
  ];
}

/** Weights if all of them are plain numbers; those that come later are checked when they do. */
function plainWeights(weights: ManagedOnlineEndpointArgs["traffic"]): Record<string, number> | undefined {
  const entries = Object.entries(now(weights) ?? {}).map(([name, weight]) => [name, now(weight)] as const);
  const plain = entries.filter((entry): entry is readonly [string, number] => entry[1] !== undefined);
  return plain.length === entries.length ? Object.fromEntries(plain) : undefined;
}
