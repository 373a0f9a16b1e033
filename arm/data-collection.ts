/** How often collected data goes on in a new file. Source: REST type `RollingRateType`. */
export type RollingRate = "Year" | "Month" | "Day" | "Hour" | "Minute";

export const rollingRates: readonly RollingRate[] = ["Year", "Month", "Day", "Hour", "Minute"];

/** Collections that the platform writes itself, from the traffic. Source: "Collect production data from models". */
export const platformCollections = ["request", "response"] as const;

/** Most collections that a scoring script writes. Source: "Collect production data from models". */
export const MOST_CUSTOM_COLLECTIONS = 5;

/** True for a collection that a scoring script writes with `Collector(name=…)`. */
export function isCustomCollection(name: string): boolean {
  return !platformCollections.some((reserved) => reserved === name.toLowerCase());
}

/** Where a collection lies that has no place of its own, as Microsoft's own clients lay it out. */
export interface CollectionPlace {
  endpoint: string;
  deployment: string;
  collection: string;
}

/** Name of the data asset of a collection, as Microsoft's own clients register it. Source: `azure-ai-ml`. */
export function collectionAssetName({ endpoint, deployment, collection }: CollectionPlace): string {
  return `${endpoint}-${deployment}-${collection}`;
}

/** Version of the data asset of a collection in the default place. Source: `azure-ai-ml`. */
export const COLLECTION_ASSET_VERSION = "1";

/** Datastore that collected data goes to where nothing else is said. */
export const COLLECTION_DATASTORE = "workspaceblobstore";

/** Folder of a deployment's collected data in its datastore, where nothing else is said. */
export function collectionFolder({ endpoint, deployment }: Omit<CollectionPlace, "collection">): string {
  return `modelDataCollector/${endpoint}/${deployment}`;
}

/** A path of a workspace's datastore in its short form. */
export function shortDatastoreUri(datastore: string, path: string): string {
  return `azureml://datastores/${datastore}/paths/${path}`;
}

/** Role of an identity that writes into a container. Source: "Azure built-in roles". */
export const STORAGE_BLOB_DATA_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe";

/** The ARM id of a built-in role, in the subscription of what it is given on. */
export function builtInRoleId(scope: string, role: string): string {
  const [, subscription = ""] = /^\/subscriptions\/([^/]+)\//i.exec(scope) ?? [];
  return `/subscriptions/${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
}
