import type { ArmContext } from "../context";
import { ArmError, type Fault } from "../http/errors";
import { identityFaults, sameIdentity } from "../resources/identities";
import { sameId } from "../store/resource";
import type { EndpointBody } from "./endpoint-body";
import type { EndpointKeys, EndpointRecord } from "./endpoint-record";
import { innerPropertyFaults } from "./inner-properties";
import { trafficFaults } from "./traffic-rules";
import type { WorkspaceRecord } from "./workspace-record";

/** Names of online endpoints and deployments (docs page "Manage and increase quotas and limits"). */
export const servingNames = {
  pattern: /^(?!.*--)[a-z][a-z0-9-]{1,30}[a-z0-9]$/i,
  says: "3 to 32 letters, digits and single dashes, beginning with a letter and ending with a letter or digit",
};

/** Every rule that a PUT of an endpoint breaks. */
export function endpointFaults(
  context: ArmContext,
  workspace: WorkspaceRecord,
  sent: EndpointBody,
  existing: EndpointRecord | undefined,
): Fault[] {
  const { traffic, mirrorTraffic, compute } = sent.properties;
  const deployments = existing ? context.records.deployments.below(existing.id) : [];
  return [
    ...regionFaults(sent.location, workspace),
    ...identityFaults(context, sent.identity),
    ...(compute === undefined
      ? []
      : [{ target: "properties.compute", message: "Kubernetes endpoints are not emulated" }]),
    ...trafficFaults({
      traffic,
      mirrorTraffic,
      live: existing?.properties ?? { traffic: {}, mirrorTraffic: {} },
      deployments: deployments.map(({ name, properties }) => ({
        name,
        provisioningState: properties.provisioningState,
      })),
    }),
    ...(existing ? changeFaults(sent, existing) : []),
  ];
}

/** Endpoints and deployments live in the region of their workspace. */
export function regionFaults(location: string, workspace: WorkspaceRecord): Fault[] {
  if (location === workspace.location) return [];
  return [{ target: "location", message: `'${location}' given; the workspace is in '${workspace.location}'` }];
}

/** A name is taken by any other endpoint, online or batch: it is the first label of a host name. */
export function refuseTakenName(context: ArmContext, id: string, name: string): void {
  const { endpoints, batchEndpoints } = context.records;
  const all = [...endpoints.all(), ...batchEndpoints.all()];
  const taken = all.some((other) => sameId(other.name, name) && !sameId(other.id, id));
  if (!taken) return;
  const message = `The endpoint name '${name}' is already taken in this region; endpoint names are unique across all workspaces.`;
  throw new ArmError(409, "EndpointAlreadyExists", message);
}

function changeFaults({ identity, properties: sent }: EndpointBody, existing: EndpointRecord): Fault[] {
  const { properties: present, secretKeys } = existing;
  const faults = innerPropertyFaults(sent.properties, present.properties);
  if ((sent.description ?? "") !== (present.description ?? "")) {
    faults.push({ target: "properties.description", message: `can't change; it is '${present.description ?? ""}'` });
  }
  if (!sameIdentity(identity, existing.identity)) {
    faults.push({ target: "identity", message: `can't change by PUT; it is of type ${existing.identity.type}` });
  }
  if (sent.keys && !sameKeys(sent.keys, secretKeys)) {
    faults.push({ target: "properties.keys", message: "are set at creation only; use regenerateKeys" });
  }
  return faults;
}

function sameKeys(sent: Partial<EndpointKeys>, present: EndpointKeys): boolean {
  const { primaryKey = present.primaryKey, secondaryKey = present.secondaryKey } = sent;
  return primaryKey === present.primaryKey && secondaryKey === present.secondaryKey;
}
