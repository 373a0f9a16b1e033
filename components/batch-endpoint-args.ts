import type * as pulumi from "@pulumi/pulumi";
import type { BatchDefaultArgs } from "./batch-default";
import type { BatchDeploymentSpec } from "./batch-deployment-args";
import type { Transform } from "./transform";
import type { WorkspaceRef } from "./workspace-ref";

/** A batch endpoint with its deployments and its default. */
export interface BatchEndpointArgs {
  /** Workspace that the endpoint belongs to. */
  workspace: WorkspaceRef;
  /**
   * Name of the endpoint: 3 to 32 letters, digits and single dashes. It becomes a DNS name, so it is unique in its region
   * across all customers. Default `<name>-<stack>`. A new name is a new endpoint.
   */
  endpointName?: string;
  /** Deployments by name, for example `blue` and `green`. A new one gets only jobs that ask for it by name. */
  deployments?: Record<string, BatchDeploymentSpec>;
  /**
   * Name of the deployment that gets the jobs that ask for none; one of `deployments` where these are given. Left out: the
   * default is not touched.
   */
  defaultDeployment?: pulumi.Input<string>;
  /** Tags of the endpoint. Tags that others set are kept. Deployments do not inherit them. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Written when the endpoint is made. A later change here has no effect. */
  description?: string;
  /**
   * ARM id of an endpoint that exists, to take it over with its default; leave it out again after the first `up`. Import
   * its deployments the same way, each with an `import` of its own.
   */
  import?: string;
  /** How long things may take. */
  timeouts?: BatchEndpointTimeouts;
  /** Changes a child just before it is registered. */
  transform?: { endpoint?: Transform<BatchEndpointResource>; default?: Transform<BatchDefaultArgs> };
}

/** How long a batch endpoint's operations may take. */
export interface BatchEndpointTimeouts {
  /** Making the endpoint, for example `30m`. Default 30 min. */
  create?: string;
  /** Deleting the endpoint with its deployments. Default 1 h. */
  delete?: string;
  /** Seconds until a write of the default or of tags shows. Default 1800. */
  defaultSeconds?: number;
}

/** The batch endpoint resource's arguments, as a transform sees them. Only read when the endpoint is created. */
export interface BatchEndpointResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  endpointName: string;
  location: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  properties: {
    /** Batch endpoints know no other. Source: "CLI (v2) batch endpoint YAML schema". */
    authMode: "AADToken";
    description?: string;
  };
}
