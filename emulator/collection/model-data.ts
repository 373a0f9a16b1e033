import type { CollectedPlace, ModelDataCollection } from "./contract";

/** Rows that a script's `ModelDataCollector` collected, as CSV, with the header that they go under. */
export interface CsvRows {
  /** By which whoever sent them tells a failure. */
  id: string;
  service: string;
  model: string;
  version: string;
  designation: string;
  /** The header's line; empty where the script gave no names. */
  head: string;
  text: string;
  /** `YYYY-MM-DD` where the rows belong to another day than today. */
  day?: string;
}

/**
 * The file of rows: `<subscription>/<group>/<workspace>/<service>/<model>/<version>/<designation>/<yyyy>/<mm>/<dd>/data.csv`
 * (Microsoft Docs, "Collect data from models in production", v1).
 */
export function csvPlace(
  { place, subscriptionId, resourceGroupName, workspaceName }: ModelDataCollection,
  { service, model, version, designation, head, day }: CsvRows,
  now: Date,
): { place: CollectedPlace; head: string } {
  const date = day ?? now.toISOString().slice(0, 10);
  const names = [subscriptionId, resourceGroupName, workspaceName, service, model, version, designation];
  const path = [place.path, ...names.map((name) => name.replaceAll("/", "-")), ...date.split("-"), "data.csv"];
  return { place: { ...place, path: path.filter((part) => part !== "").join("/") }, head };
}
