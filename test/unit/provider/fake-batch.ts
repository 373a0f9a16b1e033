import { type BatchDefaultInputs } from "../../../arm/batch-default";
import type { BatchEndpointBody, LiveBatchEndpoint } from "../../../arm/batch-endpoint";
import { batchDeploymentId, batchEndpointId } from "../../../arm/batch-ids";
import type { BatchService } from "../../../provider/batch-weights";
import { WORKSPACE } from "../azure/fake-arm";

export const wanted: BatchDefaultInputs = { workspaceId: WORKSPACE, endpointName: "nightly" };

/** A live batch endpoint with everything that a `PUT` has to repeat. */
export function liveBatch(properties: Partial<LiveBatchEndpoint["properties"]> = {}): LiveBatchEndpoint {
  return {
    id: batchEndpointId(WORKSPACE, "nightly"),
    name: "nightly",
    location: "westeurope",
    tags: { owner: "team", policy: "on" },
    properties: {
      authMode: "AADToken",
      defaults: { deploymentName: "blue" },
      description: "scores by night",
      properties: { BatchEndpointCreationApiVersion: "2023-10-01" },
      provisioningState: "Succeeded",
      scoringUri: "https://nightly/jobs",
      swaggerUri: "https://nightly/swagger.json",
      ...properties,
    },
  };
}

/** The service for one batch endpoint: it does what it is told and remembers it. Tests replace single methods. */
export class FakeBatch implements BatchService {
  live: LiveBatchEndpoint | undefined = liveBatch();
  /** State of each deployment. */
  deployments: Record<string, string> = { blue: "Succeeded", green: "Succeeded" };
  readonly puts: BatchEndpointBody[] = [];
  readonly patches: unknown[] = [];
  reads = 0;

  get: BatchService["get"] = async () => {
    this.reads += 1;
    return structuredClone(this.live);
  };

  getDeployment: BatchService["getDeployment"] = async (endpoint, name) => {
    const provisioningState = this.deployments[name];
    const id = batchDeploymentId(WORKSPACE, endpoint, name);
    return provisioningState === undefined ? undefined : { id, name, properties: { provisioningState } };
  };

  put: BatchService["put"] = async (_endpoint, body) => {
    this.puts.push(structuredClone(body));
    this.accept(body);
  };

  patch: BatchService["patch"] = async (_endpoint, body) => {
    this.patches.push(structuredClone(body));
    if (this.live) this.live = { ...this.live, ...body, tags: { ...this.live.tags, ...body.tags } };
  };

  /** Makes the endpoint what a `PUT` says, as the service does. */
  accept(body: BatchEndpointBody): void {
    const { id, name, properties } = liveBatch();
    const { scoringUri, swaggerUri, provisioningState } = properties;
    this.live = structuredClone({
      ...body,
      id,
      name,
      properties: { ...body.properties, scoringUri, swaggerUri, provisioningState },
    });
  }
}
