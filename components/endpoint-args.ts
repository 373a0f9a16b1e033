import type * as pulumi from "@pulumi/pulumi";
import type { AuthMode, NetworkAccess } from "../arm/endpoint";
import type { OnlineDeploymentSpec } from "./deployment-args";
import type { EndpointSettingsArgs } from "./endpoint-settings";
import type { IdentityArgs } from "./identity-args";
import type { MixedChanges } from "./mixed-changes";
import type { Transform } from "./transform";
import type { WorkspaceRef } from "./workspace-ref";

/** A managed online endpoint with its deployments and their traffic. */
export interface ManagedOnlineEndpointArgs {
  /** Workspace that the endpoint belongs to. */
  workspace: WorkspaceRef;
  /**
   * Name of the endpoint: 3 to 32 letters, digits and single dashes. It becomes a DNS name, so it is unique in its region
   * across all customers. Default `<name>-<stack>`. A new name is a new endpoint.
   */
  endpointName?: string;
  /** How callers prove who they are. `Key` for keys, `AMLToken` for expiring tokens, `AADToken` for Entra. */
  authMode: pulumi.Input<AuthMode>;
  /** Deployments by name, for example `blue` and `green`. A new one gets no traffic until `traffic` says so. */
  deployments?: Record<string, OnlineDeploymentSpec>;
  /**
   * Percent of live traffic by deployment; whole numbers that sum to 100, or to 0 for none. Left out: weights are not
   * touched.
   */
  traffic?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** Percent of live traffic copied to one deployment that has none, at most 50. Left out: not touched. */
  mirrorTraffic?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** Whether the endpoint answers from the public network. Left out: `Enabled` when it is made, then not touched. */
  publicNetworkAccess?: pulumi.Input<NetworkAccess>;
  /**
   * Identity that reads model, image and your own resources. Left out: `SystemAssigned` when the endpoint is made, then
   * not touched.
   */
  identity?: pulumi.Input<IdentityArgs>;
  /**
   * Whether the system-assigned identity gets to read the secrets of the workspace's connections, for `connectionSecret`:
   * the service then gives it the role when the endpoint is made, for which its maker needs to read them too. Written when
   * the endpoint is made; the service never takes it back. Default: not.
   */
  readsConnectionSecrets?: boolean;
  /** Tags of the endpoint. Tags that others set are kept. Deployments do not inherit them. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Written when the endpoint is made. The service never changes it afterwards, so a later change here has no effect. */
  description?: string;
  /**
   * ARM id of an endpoint that exists, to take it over with its weights; leave it out again after the first `up`. Import
   * its deployments the same way, each with an `import` of its own.
   */
  import?: string;
  /** What happens where one update changes several aspects of what exists. Default `allow`. */
  mixedChanges?: MixedChanges;
  /** How long things may take. */
  timeouts?: EndpointTimeouts;
  /** Changes a child just before it is registered. */
  transform?: { endpoint?: Transform<OnlineEndpointResource>; settings?: Transform<EndpointSettingsArgs> };
}

/** How long an endpoint's operations may take. */
export interface EndpointTimeouts {
  /** Making the endpoint, for example `30m`. Default 30 min. */
  create?: string;
  /** Deleting the endpoint with its deployments. Default 1 h. */
  delete?: string;
  /** Seconds until a write of weights or other settings shows. Default 1800. */
  settingsSeconds?: number;
}

/** The endpoint resource's arguments, as a transform sees them. Only read when the endpoint is created. */
export interface OnlineEndpointResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  endpointName: string;
  location: pulumi.Input<string>;
  identity: pulumi.Input<IdentityArgs>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  properties: {
    authMode: pulumi.Input<AuthMode>;
    publicNetworkAccess: pulumi.Input<NetworkAccess>;
    description?: string;
    properties?: Record<string, string>;
  };
}

/** The two keys of an endpoint. Both are good at any time. */
export interface EndpointKeys {
  primaryKey: string;
  secondaryKey: string;
}
