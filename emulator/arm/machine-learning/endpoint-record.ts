import type { AuthMode } from "../../serving/contract";
import type { Identity, Resource } from "../store/resource";

/** Percentages by deployment name. */
export type Weights = Readonly<Record<string, number>>;

export interface EndpointKeys {
  primaryKey: string;
  secondaryKey: string;
}

export interface EndpointProperties {
  authMode: AuthMode;
  description?: string;
  publicNetworkAccess: "Enabled" | "Disabled";
  /** Positive weights only; none, or a sum of 100. */
  traffic: Weights;
  /** At most one entry. */
  mirrorTraffic: Weights;
  properties: Record<string, string>;
  provisioningState: string;
  scoringUri: string;
  swaggerUri: string;
  /** Always null in answers. */
  keys: null;
}

export interface EndpointRecord extends Resource<EndpointProperties> {
  location: string;
  identity: Identity;
  /** Kept apart from the properties, so that no answer can show them. */
  secretKeys: EndpointKeys;
  /** Tells this endpoint from an earlier one of the same name. */
  incarnation: string;
}
