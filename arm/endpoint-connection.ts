import type { AuthMode } from "./endpoint";

/** What an app needs to ask an endpoint. As JSON it is one environment variable, or one secret where keys are in it. */
export interface EndpointConnection {
  /** URI that scoring requests go to. */
  scoringUri: string;
  /** How callers prove who they are. */
  authMode: AuthMode;
  /** ARM id of the endpoint, where a client gets keys and tokens that are not here. */
  endpointId: string;
  /** The primary key, where keys were asked for. */
  key?: string;
  /** The secondary key, for when the primary one is regenerated. */
  otherKey?: string;
  /** Deployment that has to answer, whatever the split. */
  deployment?: string;
}
