import { defaultFaults } from "../arm/batch-default";
import { parseBatchDeploymentId, parseBatchEndpointId } from "../arm/batch-ids";
import { settingsTimeoutFaults } from "../arm/endpoint-settings-faults";
import type { Fault } from "../arm/fault";
import { importFaults } from "../arm/import";
import { MOST_DEPLOYMENTS, servingNameFaults } from "../arm/names";
import { timeoutFaults } from "../arm/timeouts";
import { batchDeploymentFaults } from "./batch-deployment-faults";
import type { BatchEndpointArgs } from "./batch-endpoint-args";
import { now } from "./check";

/** Every rule that a batch endpoint and its deployments break, as far as their values are known. */
export function batchEndpointFaults(endpointName: string, args: BatchEndpointArgs): Fault[] {
  const deployments = Object.entries(args.deployments ?? {});
  const lower = deployments.map(([key]) => key.toLowerCase());
  const twice = deployments.filter(([key], index) => lower.indexOf(key.toLowerCase()) !== index);
  return [
    ...servingNameFaults("endpointName", endpointName),
    ...deployments.flatMap(([key, spec]) => [
      ...batchDeploymentFaults(`deployments.${key}`, key, spec),
      ...foreignImport(`deployments.${key}.import`, spec.import, endpointName),
    ]),
    ...twice.map(([key]) => ({
      field: `deployments.${key}`,
      rule: "names do not differ by case, and this one is taken",
    })),
    ...(deployments.length > MOST_DEPLOYMENTS
      ? [
          {
            field: "deployments",
            value: deployments.length,
            rule: `an endpoint has at most ${MOST_DEPLOYMENTS} deployments`,
          },
        ]
      : []),
    ...defaultFaults(now(args.defaultDeployment), args.deployments && lower),
    ...importFaults("import", args.import, endpointName, parseBatchEndpointId(args.import ?? "")?.endpointName),
    ...timeoutFaults("timeouts", { create: args.timeouts?.create, delete: args.timeouts?.delete }),
    ...settingsTimeoutFaults("timeouts.defaultSeconds", args.timeouts?.defaultSeconds),
  ];
}

/** A deployment can only be taken over from the endpoint that it belongs to. */
function foreignImport(field: string, id: string | undefined, endpointName: string): Fault[] {
  const from = parseBatchDeploymentId(id ?? "")?.endpointName;
  return from === undefined || from.toLowerCase() === endpointName.toLowerCase()
    ? []
    : [{ field, value: id, rule: `this deployment belongs to endpoint ${from}, and this endpoint is ${endpointName}` }];
}
