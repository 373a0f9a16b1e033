import type { Fault } from "../arm/fault";
import { parseOnlineDeploymentId, parseOnlineEndpointId } from "../arm/ids";
import { importFaults } from "../arm/import";
import { servingNameFaults } from "../arm/names";
import { settingsTimeoutFaults } from "../arm/endpoint-settings-faults";
import { timeoutFaults } from "../arm/timeouts";
import { trafficFaults } from "../arm/traffic";
import { now } from "./check";
import type { OnlineDeploymentSpec } from "./deployment-args";
import { deploymentFaults } from "./deployment-faults";
import type { ManagedOnlineEndpointArgs } from "./endpoint-args";

/** Every rule that an endpoint and its deployments break, as far as their values are known. */
export function endpointFaults(endpointName: string, args: ManagedOnlineEndpointArgs): Fault[] {
  const lower = Object.keys(args.deployments ?? {}).map((key) => key.toLowerCase());
  return [
    ...deploymentSetFaults(endpointName, args.deployments),
    ...importFaults("import", args.import, endpointName, parseOnlineEndpointId(args.import ?? "")?.endpointName),
    ...timeoutFaults("timeouts", { create: args.timeouts?.create, delete: args.timeouts?.delete }),
    ...settingsTimeoutFaults("timeouts.settingsSeconds", args.timeouts?.settingsSeconds),
    ...(args.readsConnectionSecrets === true && /UserAssigned|None/.test(now(args.identity)?.type ?? "")
      ? [
          {
            ...{ field: "readsConnectionSecrets", value: true },
            rule: "the service gives the role to system-assigned identities alone",
            fix: "leave it out, and give your identity the role Azure Machine Learning Workspace Connection Secrets Reader",
          },
        ]
      : []),
    ...trafficFaults({
      traffic: plainWeights(args.traffic),
      mirrorTraffic: plainWeights(args.mirrorTraffic),
      deployments: args.deployments && lower,
    }),
  ];
}

/** Every rule that an endpoint's name and the deployments that a program declares of it break. */
export function deploymentSetFaults(
  endpointName: string | undefined,
  specs: Readonly<Record<string, OnlineDeploymentSpec>> = {},
): Fault[] {
  const deployments = Object.entries(specs);
  const lower = deployments.map(([key]) => key.toLowerCase());
  const twice = deployments.filter(([key], index) => lower.indexOf(key.toLowerCase()) !== index);
  return [
    ...(endpointName === undefined ? [] : servingNameFaults("endpointName", endpointName)),
    ...deployments.flatMap(([key, spec]) => [
      ...deploymentFaults(`deployments.${key}`, key, spec),
      ...importedFrom(`deployments.${key}.import`, spec.import, endpointName),
    ]),
    ...twice.map(([key]) => ({
      field: `deployments.${key}`,
      rule: "names do not differ by case, and this one is taken",
    })),
    ...(deployments.length > 20
      ? [{ field: "deployments", value: deployments.length, rule: "an endpoint has at most 20 deployments" }]
      : []),
  ];
}

/** A deployment can only be taken over from the endpoint that it belongs to. */
export function importedFrom(field: string, id: string | undefined, endpointName: string | undefined): Fault[] {
  const from = parseOnlineDeploymentId(id ?? "")?.endpointName;
  return from === undefined || endpointName === undefined || from.toLowerCase() === endpointName.toLowerCase()
    ? []
    : [{ field, value: id, rule: `this deployment belongs to endpoint ${from}, and this endpoint is ${endpointName}` }];
}

/** Weights if all of them are plain numbers; those that come later are checked when they do. */
export function plainWeights(weights: ManagedOnlineEndpointArgs["traffic"]): Record<string, number> | undefined {
  const entries = Object.entries(now(weights) ?? {}).map(([name, weight]) => [name, now(weight)] as const);
  const plain = entries.filter((entry): entry is readonly [string, number] => entry[1] !== undefined);
  return plain.length === entries.length ? Object.fromEntries(plain) : undefined;
}
