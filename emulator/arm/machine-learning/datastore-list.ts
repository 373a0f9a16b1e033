import type { Query } from "../http/request";
import { sameId } from "../store/resource";
import type { DatastoreRecord } from "./datastore-record";

/** The datastores that a list request asks for, of `datastores` oldest first. */
export function listedDatastores(datastores: readonly DatastoreRecord[], query: Query): DatastoreRecord[] {
  const onlyDefault = asksFor(query, "isDefault");
  const names = query.entries
    .filter(([parameter]) => sameId(parameter, "names")) // once with commas between, or once for each
    .flatMap(([, value]) => value.split(","));
  const text = query.get("searchText")?.toLowerCase() ?? "";
  const fits = datastores.filter(
    ({ name, properties }) =>
      (!onlyDefault || properties.isDefault) &&
      (names.length === 0 || names.some((wanted) => sameId(wanted, name))) &&
      name.toLowerCase().includes(text),
  );
  const order = orders[query.get("orderBy")?.toLowerCase() ?? ""];
  if (order === undefined) return fits;
  const ascending = fits.sort((one, other) => compare(order(one), order(other)));
  return asksFor(query, "orderByAsc") ? ascending : ascending.reverse();
}

const orders: Readonly<Record<string, (datastore: DatastoreRecord) => string>> = {
  name: ({ name }) => name.toLowerCase(),
  createdtime: ({ systemData }) => systemData?.createdAt ?? "",
  modifiedtime: ({ systemData }) => systemData?.lastModifiedAt ?? "",
};

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function asksFor(query: Query, parameter: string): boolean {
  return query.get(parameter)?.toLowerCase() === "true";
}
