import { z } from "zod";
import { batchDeploymentId, batchEndpointId } from "../arm/batch-ids";
import type { BatchEndpointBody, LiveBatchEndpoint } from "../arm/batch-endpoint";
import type { LiveDeployment } from "../arm/endpoint";
import { SETTINGS_TIMEOUT } from "../arm/endpoint-settings";
import { endpointAnswer, optional, texts } from "./arm-answers";
import type { ArmClient } from "./arm-client";

const batchEndpointAnswer = endpointAnswer.extend({
  properties: z.looseObject({
    authMode: z.string(),
    defaults: optional(z.looseObject({ deploymentName: optional(z.string()) })),
    description: optional(z.string()),
    properties: optional(texts),
    provisioningState: optional(z.string()),
    scoringUri: optional(z.string()),
    swaggerUri: optional(z.string()),
  }),
});

const batchDeploymentAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  properties: z.looseObject({ provisioningState: optional(z.string()) }),
});

/** The batch endpoints of one workspace. Every method rejects with `ArmError`. */
export class BatchEndpoints {
  constructor(
    /** ARM id of the workspace. */
    readonly workspaceId: string,
    readonly client: ArmClient,
  ) {}

  /** One endpoint; undefined where there is none of this name. */
  get(endpoint: string): Promise<LiveBatchEndpoint | undefined> {
    return this.client.get(this.id(endpoint), batchEndpointAnswer);
  }

  /** One deployment; undefined where there is none of this name. */
  getDeployment(endpoint: string, deployment: string): Promise<LiveDeployment | undefined> {
    return this.client.get(batchDeploymentId(this.workspaceId, endpoint, deployment), batchDeploymentAnswer);
  }

  /** Replaces an endpoint as a whole; what the body does not say is reset. */
  put(
    endpoint: string,
    body: BatchEndpointBody,
    timeoutSeconds = SETTINGS_TIMEOUT,
    onAccepted?: () => void,
  ): Promise<void> {
    return this.client.write({ method: "PUT", path: this.id(endpoint), body, timeoutSeconds, onAccepted });
  }

  /** Changes tags and identity, and nothing else. */
  patch(
    endpoint: string,
    body: Partial<Pick<BatchEndpointBody, "tags" | "identity">>,
    timeoutSeconds = SETTINGS_TIMEOUT,
    onAccepted?: () => void,
  ): Promise<void> {
    return this.client.write({ method: "PATCH", path: this.id(endpoint), body, timeoutSeconds, onAccepted });
  }

  private id(endpoint: string): string {
    return batchEndpointId(this.workspaceId, endpoint);
  }
}
