import { isDeepStrictEqual } from "node:util";
import type { ArmContext } from "../context";
import { refuse, type Fault } from "../http/errors";
import { identityFaults } from "../resources/identities";
import { sameId } from "../store/resource";
import { collectionFaults } from "./data-collection-rules";
import type { DeploymentBody } from "./deployment-body";
import type { DeploymentRecord } from "./deployment-record";
import type { EndpointRecord } from "./endpoint-record";
import { regionFaults } from "./endpoint-rules";
import { innerPropertyFaults } from "./inner-properties";
import { weightOf } from "./traffic-rules";
import type { WorkspaceRecord } from "./workspace-record";

/** Most deployments of an endpoint (docs page "Manage and increase quotas and limits"). */
export const mostDeployments = 20;

/** Every rule that a PUT of a deployment breaks. */
export function deploymentFaults(
  context: ArmContext,
  { workspace, endpoint }: { workspace: WorkspaceRecord; endpoint: EndpointRecord },
  sent: DeploymentBody,
  existing: DeploymentRecord | undefined,
): Fault[] {
  const { properties } = sent;
  const faults = [
    ...regionFaults(sent.location, workspace),
    ...identityFaults(context, sent.identity),
    ...collectionFaults(context, properties.dataCollector, [sent.identity, endpoint.identity]),
  ];
  if (existing === undefined) {
    const count = context.records.deployments.below(endpoint.id).length;
    if (count < mostDeployments) return faults;
    return [
      ...faults,
      { target: "deployments", message: `the endpoint has ${count}; ${mostDeployments} are possible` },
    ];
  }
  for (const member of ["instanceType", "egressPublicNetworkAccess"] as const) {
    const present = existing.properties[member];
    if (!sameId(present, properties[member])) {
      faults.push({
        target: `properties.${member}`,
        message: `can't change on a deployment that exists; it is '${present}'`,
      });
    }
  }
  return [...faults, ...innerPropertyFaults(properties.properties, existing.properties.properties)];
}

/** A deployment with live or mirrored traffic is never deleted. */
export function refuseServing({ name }: DeploymentRecord, endpoint: EndpointRecord): void {
  const { traffic, mirrorTraffic } = endpoint.properties;
  const [live, mirrored] = [weightOf(traffic, name), weightOf(mirrorTraffic, name)];
  if (live > 0)
    refuse([{ target: name, message: `has ${live} percent of the live traffic; set it to 0 before you delete it` }]);
  if (mirrored > 0)
    refuse([{ target: name, message: `gets ${mirrored} percent mirrored; set that to 0 before you delete it` }]);
}

/** True where the number of instances is all that differs. */
export function onlyScales(existing: DeploymentRecord, next: DeploymentRecord): boolean {
  const content = ({ properties }: DeploymentRecord): object => ({
    ...properties,
    properties: {},
    provisioningState: "",
  });
  return existing.sku.capacity !== next.sku.capacity && isDeepStrictEqual(content(existing), content(next));
}
