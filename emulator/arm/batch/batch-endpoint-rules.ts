import type { ArmContext } from "../context";
import type { Fault } from "../http/errors";
import { regionFaults } from "../machine-learning/endpoint-rules";
import { innerPropertyFaults } from "../machine-learning/inner-properties";
import type { WorkspaceRecord } from "../machine-learning/workspace-record";
import { identityFaults } from "../resources/identities";
import { sameId } from "../store/resource";
import type { BatchEndpointBody } from "./batch-endpoint-body";
import type { BatchEndpointRecord } from "./batch-endpoint-record";

/** Every rule that a PUT of a batch endpoint breaks. */
export function batchEndpointFaults(
  context: ArmContext,
  workspace: WorkspaceRecord,
  sent: BatchEndpointBody,
  existing: BatchEndpointRecord | undefined,
): Fault[] {
  return [
    ...regionFaults(sent.location, workspace),
    ...identityFaults(context, sent.identity),
    ...defaultFaults(context, sent.properties.defaults.deploymentName, existing),
    ...(existing ? changeFaults(sent, existing) : []),
  ];
}

/** Jobs without a deployment's name go to the default one, so it has to be there and well. */
function defaultFaults(
  context: ArmContext,
  name: string | undefined,
  existing: BatchEndpointRecord | undefined,
): Fault[] {
  if (name === undefined) return [];
  const target = "properties.defaults.deploymentName";
  const deployment = existing && context.records.batchDeployments.get(`${existing.id}/deployments/${name}`);
  if (deployment === undefined) return [{ target, message: `the endpoint has no deployment '${name}'` }];
  const state = deployment.properties.provisioningState;
  const isPresent = sameId(existing?.properties.defaults.deploymentName ?? "", name);
  return state === "Succeeded" || isPresent ? [] : [{ target, message: `deployment '${name}' is ${state}` }];
}

function changeFaults({ properties: sent }: BatchEndpointBody, { properties: present }: BatchEndpointRecord): Fault[] {
  const faults = innerPropertyFaults(sent.properties, present.properties);
  if ((sent.description ?? "") !== (present.description ?? "")) {
    faults.push({ target: "properties.description", message: `can't change; it is '${present.description ?? ""}'` });
  }
  return faults;
}
