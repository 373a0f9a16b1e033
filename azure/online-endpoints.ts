import type { z } from "zod";
import type { EndpointPatch } from "../arm/endpoint-settings";
import { SETTINGS_TIMEOUT } from "../arm/endpoint-settings";
import type { EndpointBody, LiveEndpoint } from "../arm/endpoint";
import { onlineDeploymentId, onlineEndpointId } from "../arm/ids";
import { deploymentAnswer, endpointAnswer, keysAnswer, logsAnswer, tokenAnswer } from "./arm-answers";
import type { ArmClient } from "./arm-client";

/** A deployment as the service tells of it. */
export type Deployment = z.infer<typeof deploymentAnswer>;

/** The two keys of an endpoint, both valid at once. */
export type EndpointKeys = z.infer<typeof keysAnswer>;

/** A token for scoring; times are seconds since 1970, 0 where the service does not say. */
export type EndpointToken = z.infer<typeof tokenAnswer>;

/** Which lines of a deployment's log are asked for. */
export interface LogQuery {
  /** The server that runs the scoring script (default), or what fetches the model before it. */
  container?: "InferenceServer" | "StorageInitializer";
  /** The last so many lines. */
  tail?: number;
}

/** The online endpoints of one workspace. Every method rejects with `ArmError`. */
export class OnlineEndpoints {
  constructor(
    /** ARM id of the workspace. */
    readonly workspaceId: string,
    readonly client: ArmClient,
  ) {}

  /** One endpoint; undefined where there is none of this name. */
  get(endpoint: string): Promise<LiveEndpoint | undefined> {
    return this.client.get(this.id(endpoint), endpointAnswer);
  }

  /** All endpoints of the workspace. */
  list(): Promise<LiveEndpoint[]> {
    return this.client.list(`${this.workspaceId}/onlineEndpoints`, endpointAnswer);
  }

  /** Replaces an endpoint as a whole; what the body does not say is reset. */
  put(endpoint: string, body: EndpointBody, timeoutSeconds = SETTINGS_TIMEOUT, onAccepted?: () => void): Promise<void> {
    return this.client.write({ method: "PUT", path: this.id(endpoint), body, timeoutSeconds, onAccepted });
  }

  /** Changes tags and identity, and nothing else. */
  patch(
    endpoint: string,
    body: EndpointPatch,
    timeoutSeconds = SETTINGS_TIMEOUT,
    onAccepted?: () => void,
  ): Promise<void> {
    return this.client.write({ method: "PATCH", path: this.id(endpoint), body, timeoutSeconds, onAccepted });
  }

  /** The keys; refused by the service where the endpoint's auth mode is another. */
  listKeys(endpoint: string): Promise<EndpointKeys> {
    return this.client.ask(`${this.id(endpoint)}/listKeys`, keysAnswer);
  }

  /** Makes a new key in place of one of the two, which stops working. */
  regenerateKey(endpoint: string, keyType: "Primary" | "Secondary", timeoutSeconds = 600): Promise<void> {
    const path = `${this.id(endpoint)}/regenerateKeys`;
    return this.client.write({ method: "POST", path, body: { keyType }, timeoutSeconds });
  }

  /** A token for scoring, for endpoints with auth mode `AMLToken`. */
  token(endpoint: string): Promise<EndpointToken> {
    return this.client.ask(`${this.id(endpoint)}/token`, tokenAnswer);
  }

  /** All deployments of an endpoint. */
  listDeployments(endpoint: string): Promise<Deployment[]> {
    return this.client.list(`${this.id(endpoint)}/deployments`, deploymentAnswer);
  }

  /** One deployment; undefined where there is none of this name. */
  getDeployment(endpoint: string, deployment: string): Promise<Deployment | undefined> {
    return this.client.get(onlineDeploymentId(this.workspaceId, endpoint, deployment), deploymentAnswer);
  }

  /** Deletes a deployment and waits until it is gone; the service refuses that while it has traffic. */
  deleteDeployment(endpoint: string, deployment: string, timeoutSeconds = 3600): Promise<void> {
    const path = onlineDeploymentId(this.workspaceId, endpoint, deployment);
    return this.client.write({ method: "DELETE", path, timeoutSeconds });
  }

  /** What a deployment's instances wrote. */
  async logs(endpoint: string, deployment: string, { container, tail }: LogQuery = {}): Promise<string> {
    const path = `${onlineDeploymentId(this.workspaceId, endpoint, deployment)}/getLogs`;
    const { content } = await this.client.ask(path, logsAnswer, { containerType: container, tail });
    return content ?? "";
  }

  private id(endpoint: string): string {
    return onlineEndpointId(this.workspaceId, endpoint);
  }
}
