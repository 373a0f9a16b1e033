import type { Resource } from "../store/resource";

/** An Azure Blob datastore, the one type that is kept. */
export interface DatastoreProperties {
  datastoreType: "AzureBlob";
  accountName: string;
  containerName: string;
  /** `host:port` of the blob service. */
  endpoint: string;
  protocol: string;
  credentials: { credentialsType: string };
  serviceDataAccessAuthIdentity: string;
  isDefault: boolean;
  subscriptionId: string;
  resourceGroup: string;
  description?: string;
  tags: Record<string, string | null>;
  properties: Record<string, string | null>;
}

export type DatastoreRecord = Resource<DatastoreProperties>;
