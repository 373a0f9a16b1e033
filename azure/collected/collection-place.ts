import type { Layout } from "./record-reader";

/** One collection of a deployment, and where its files are. */
export interface CollectionPlace {
  layout: Layout;
  endpoint: string;
  /** The deployment; in the older layout the model and its version: `fraud:3`. */
  deployment: string;
  collection: string;
  /** Datastore of the workspace; undefined for the older layout, which has container `modeldata` to itself. */
  datastore: string | undefined;
  /** Folder of the files in the container, with a slash at the end. */
  folder: string;
}

/** Which collections are asked for; what is left out does not matter. */
export interface CollectionFilter {
  endpoint?: string;
  deployment?: string;
  collection?: string;
}

/** True where a collection is asked for. Names do not differ by case. */
export function isAsked(place: CollectionPlace, filter: CollectionFilter): boolean {
  return (["endpoint", "deployment", "collection"] as const).every(
    (member) => filter[member] === undefined || filter[member].toLowerCase() === place[member].toLowerCase(),
  );
}

/** Folder of a workspace's default datastore that Microsoft's clients collect below. */
export const COLLECTOR_FOLDER = "modelDataCollector/";

/** The collection of a blob below {@link COLLECTOR_FOLDER}: `modelDataCollector/fraud/blue/request/2026/…`. */
export function placeOfBlob(blob: string, datastore: string): CollectionPlace | undefined {
  const [, endpoint, deployment, collection] = /^modelDataCollector\/([^/]+)\/([^/]+)\/([^/]+)\/./.exec(blob) ?? [];
  if (endpoint === undefined || deployment === undefined || collection === undefined) return undefined;
  const folder = `${COLLECTOR_FOLDER}${endpoint}/${deployment}/${collection}/`;
  return { layout: "json-lines", endpoint, deployment, collection, datastore, folder };
}

/** The collection of a blob of container `modeldata`: `<subscription>/<group>/<workspace>/<service>/<model>/<version>/<designation>/…`. */
export function placeOfRows(blob: string): CollectionPlace | undefined {
  const [subscription, group, workspace, endpoint, model, version, collection, ...file] = blob.split("/");
  if (!endpoint || !model || !version || !collection || file.length === 0) return undefined;
  const folder = `${[subscription, group, workspace, endpoint, model, version, collection].join("/")}/`;
  return { layout: "csv", endpoint, deployment: `${model}:${version}`, collection, datastore: undefined, folder };
}
