import type { EndpointBody, LiveEndpoint } from "../../../arm/endpoint";
import type { EndpointSettingsInputs } from "../../../arm/endpoint-settings";
import { onlineDeploymentId, onlineEndpointId } from "../../../arm/ids";
import type { EndpointService } from "../../../provider/apply-settings";
import type { Clock } from "../../../provider/clock";
import { WORKSPACE } from "../azure/fake-arm";

export const wanted: EndpointSettingsInputs = { workspaceId: WORKSPACE, endpointName: "fraud" };

/** A time that passes only while somebody waits. */
export class FakeClock implements Clock {
  private time = 0;
  readonly waits: number[] = [];

  now(): number {
    return this.time;
  }

  async sleep(milliseconds: number): Promise<void> {
    this.waits.push(milliseconds);
    this.time += milliseconds;
  }
}

/** A live endpoint with everything that a `PUT` has to repeat. */
export function liveEndpoint(properties: Partial<LiveEndpoint["properties"]> = {}): LiveEndpoint {
  return {
    id: onlineEndpointId(WORKSPACE, "fraud"),
    name: "fraud",
    location: "westeurope",
    kind: "Managed",
    tags: { owner: "team", policy: "on" },
    identity: { type: "SystemAssigned", principalId: "p", tenantId: "t" },
    properties: {
      authMode: "Key",
      description: "scores",
      properties: { "azureml.onlineendpointid": "x" },
      publicNetworkAccess: "Enabled",
      traffic: { blue: 100 },
      mirrorTraffic: {},
      provisioningState: "Succeeded",
      scoringUri: "https://fraud/score",
      swaggerUri: "https://fraud/swagger.json",
      ...properties,
    },
  };
}

/** The service for one endpoint: it does what it is told and remembers it. Tests replace single methods. */
export class FakeEndpoint implements EndpointService {
  live: LiveEndpoint | undefined = liveEndpoint();
  /** State of each deployment. */
  deployments: Record<string, string> = { blue: "Succeeded", green: "Succeeded" };
  readonly puts: EndpointBody[] = [];
  readonly patches: Parameters<EndpointService["patch"]>[1][] = [];
  reads = 0;
  /** Whether a `PATCH` replaces all tags or adds to them; the service's reading is not documented. */
  patchReplacesTags = false;

  get: EndpointService["get"] = async () => {
    this.reads += 1;
    return structuredClone(this.live);
  };

  getDeployment: EndpointService["getDeployment"] = async (endpoint, name) => {
    const provisioningState = this.deployments[name];
    const id = onlineDeploymentId(WORKSPACE, endpoint, name);
    return provisioningState
      ? {
          id,
          name,
          sku: undefined,
          systemData: undefined,
          properties: { provisioningState, instanceType: undefined, model: undefined },
        }
      : undefined;
  };

  put: EndpointService["put"] = async (_endpoint, body) => {
    this.puts.push(structuredClone(body));
    this.accept(body);
  };

  patch: EndpointService["patch"] = async (_endpoint, body) => {
    this.patches.push(structuredClone(body));
    if (!this.live) return;
    const tags = this.patchReplacesTags ? body.tags : { ...this.live.tags, ...body.tags };
    this.live = { ...this.live, ...body, tags: body.tags ? tags : this.live.tags };
  };

  /** Makes the endpoint what a `PUT` says, as the service does. */
  accept(body: EndpointBody): void {
    const { scoringUri, swaggerUri } = liveEndpoint().properties;
    const { id, name } = liveEndpoint();
    const properties = { ...body.properties, scoringUri, swaggerUri, provisioningState: "Succeeded" };
    const principal = { principalId: "p", tenantId: "t" };
    const identity = body.identity && { ...body.identity, ...principal };
    this.live = structuredClone({ ...body, id, name, identity, properties });
  }
}
