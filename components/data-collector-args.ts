import type * as pulumi from "@pulumi/pulumi";
import type { RollingRate } from "../arm/data-collection";
import type { Transform } from "./transform";

/**
 * What a deployment collects of its production data, and where it goes. Source: "Collect production data from models
 * deployed for real-time inferencing".
 *
 * @example
 * const dataCollector = {
 *   collections: { model_inputs: {}, model_outputs: { samplingRate: 0.5 }, request: {} },
 *   captureHeaders: ["x-customer"],
 *   rollingRate: "Hour",
 * };
 */
export interface DataCollectorSpec {
  /**
   * Collections by name. `request` and `response` are the payloads, written by the platform; any other is what the scoring
   * script writes with `Collector(name=…)` of `azureml-ai-monitoring`, at most five. Names are in lower case.
   */
  collections: Record<string, CollectionSpec>;
  /** How often collected data goes on in a new file. Default `Hour`. */
  rollingRate?: pulumi.Input<RollingRate>;
  /** Headers of the request that are logged with collections `request` and `response`. Default: none. */
  captureHeaders?: string[];
  /** A place of your own. Default: `modelDataCollector/<endpoint>/<deployment>` in datastore `workspaceblobstore`. */
  store?: CollectionStore;
  /** Changes a child just before it is registered. */
  transform?: { data?: Transform<DataVersionResource>; role?: Transform<RoleAssignmentResource> };
}

/** One collection. */
export interface CollectionSpec {
  /** `Disabled` keeps the collection and collects nothing. Default `Enabled`. */
  mode?: "Enabled" | "Disabled";
  /** Share of the records that is collected, 0 to 1. Default 1. */
  samplingRate?: pulumi.Input<number>;
  /** Client id of the user-assigned identity that writes. Default: the endpoint's identity. */
  clientId?: pulumi.Input<string>;
}

/** Where collected data goes that does not go to the workspace's own store. */
export interface CollectionStore {
  /** Name of a blob datastore of the workspace. */
  datastore: string;
  /** Folder in the datastore; each collection gets one below it. Default `modelDataCollector/<endpoint>/<deployment>`. */
  path?: string;
  /**
   * ARM id of the storage account or blob container behind the datastore. The system-assigned identity that the endpoint was
   * made with is given the role "Storage Blob Data Contributor" on it, once for all its deployments. Left out: the role is
   * yours to give, as it is to every other identity.
   */
  scope?: pulumi.Input<string>;
}

/** The data asset's arguments, as a transform sees them. */
export interface DataVersionResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  name: pulumi.Input<string>;
  version: pulumi.Input<string>;
  properties: { dataType: "uri_folder"; dataUri: pulumi.Input<string> };
}

/** The role assignment's arguments, as a transform sees them. */
export interface RoleAssignmentResource {
  scope: pulumi.Input<string>;
  principalId: pulumi.Input<string>;
  principalType: "ServicePrincipal";
  roleDefinitionId: pulumi.Input<string>;
}

/** A deployment's `dataCollector` in ARM. */
export interface DataCollectorProperties {
  collections: Record<string, ArmCollection>;
  rollingRate: pulumi.Input<RollingRate>;
  requestLogging?: { captureHeaders: string[] };
}

/** A collection in ARM's words. */
export interface ArmCollection {
  dataCollectionMode: "Enabled" | "Disabled";
  samplingRate: pulumi.Input<number>;
  dataId: pulumi.Input<string>;
  clientId?: pulumi.Input<string>;
}
