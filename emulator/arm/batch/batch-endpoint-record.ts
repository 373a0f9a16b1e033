import type { Identity, Resource } from "../store/resource";

export interface BatchEndpointProperties {
  /** The only way in that batch endpoints have. */
  authMode: "AADToken";
  description?: string;
  /** `deploymentName`: the deployment that gets every job which names none. */
  defaults: { deploymentName?: string };
  properties: Record<string, string>;
  provisioningState: string;
  /** Where jobs are posted. */
  scoringUri: string;
  swaggerUri: string;
  /** Always null in answers. */
  keys: null;
}

export interface BatchEndpointRecord extends Resource<BatchEndpointProperties> {
  location: string;
  identity?: Identity;
}
