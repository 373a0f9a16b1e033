import type { BatchDeploymentRecord } from "./batch/batch-deployment-record";
import type { BatchEndpointRecord } from "./batch/batch-endpoint-record";
import type { BatchJobRecord } from "./batch/jobs/job-record";
import type { ConnectionRecord } from "./machine-learning/connection-record";
import type { DeploymentRecord } from "./machine-learning/deployment-record";
import type { EndpointRecord } from "./machine-learning/endpoint-record";
import type { AssetVersion } from "./machine-learning/asset-kinds";
import type { DatastoreRecord } from "./machine-learning/datastore-record";
import type { WorkspaceRecord } from "./machine-learning/workspace-record";
import type { DeletedVault } from "./resources/deleted-vaults";
import type { Resource } from "./store/resource";
import type { Collection, Store } from "./store/store";
import type { AutoscaleChange } from "./monitor/autoscale-change";
import type { VaultSecret } from "./resources/vault-secrets";

/** The collections of a store, one for each kind of record. */
export interface Records {
  groups: Collection<Resource>;
  /** Resources of other services: storage, vaults, insights, registries, identities, role assignments. */
  others: Collection<Resource>;
  /** What autoscale did last. */
  autoscaleChanges: Collection<AutoscaleChange>;
  vaultSecrets: Collection<VaultSecret>;
  /** Vaults that were deleted and not purged. */
  deletedVaults: Collection<DeletedVault>;
  workspaces: Collection<WorkspaceRecord>;
  /** Ids of workspaces that were deleted and not purged. */
  deletedWorkspaces: Collection<Resource>;
  datastores: Collection<DatastoreRecord>;
  computes: Collection<Resource>;
  connections: Collection<ConnectionRecord>;
  /** Containers of models, environments, codes and data. */
  assets: Collection<Resource>;
  assetVersions: Collection<AssetVersion>;
  endpoints: Collection<EndpointRecord>;
  deployments: Collection<DeploymentRecord>;
  batchEndpoints: Collection<BatchEndpointRecord>;
  batchDeployments: Collection<BatchDeploymentRecord>;
  /** Jobs lie below their deployments. */
  batchJobs: Collection<BatchJobRecord>;
}

export function recordsOf(store: Store): Records {
  return {
    groups: store.collection("groups"),
    others: store.collection("others"),
    autoscaleChanges: store.collection("autoscaleChanges"),
    vaultSecrets: store.collection("vaultSecrets"),
    deletedVaults: store.collection("deletedVaults"),
    workspaces: store.collection("workspaces"),
    deletedWorkspaces: store.collection("deletedWorkspaces"),
    datastores: store.collection("datastores"),
    computes: store.collection("computes"),
    connections: store.collection("connections"),
    assets: store.collection("assets"),
    assetVersions: store.collection("assetVersions"),
    endpoints: store.collection("endpoints"),
    deployments: store.collection("deployments"),
    batchEndpoints: store.collection("batchEndpoints"),
    batchDeployments: store.collection("batchDeployments"),
    batchJobs: store.collection("batchJobs"),
  };
}
