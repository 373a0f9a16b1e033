import type { Query } from "../http/request";
import { sameId } from "../store/resource";
import type { EndpointRecord } from "./endpoint-record";
import { hasEntries } from "./entry-filter";

/** The endpoints that a list request asks for: by name, tags, properties and compute type, in the order of `orderBy`. */
export function listedEndpoints(endpoints: readonly EndpointRecord[], query: Query): EndpointRecord[] {
  const name = query.get("name");
  const computeType = query.get("computeType");
  const fits = endpoints.filter(
    (endpoint) =>
      (name === undefined || sameId(endpoint.name, name)) &&
      (computeType === undefined || sameId("Managed", computeType)) &&
      hasEntries(endpoint.tags ?? {}, query.get("tags")) &&
      hasEntries(endpoint.properties.properties, query.get("properties")),
  );
  const order = orders[query.get("orderBy")?.toLowerCase() ?? ""];
  return order ? fits.sort(order) : fits;
}

type Order = (one: EndpointRecord, other: EndpointRecord) => number;

const created: Order = (one, other) => compare(one.systemData?.createdAt, other.systemData?.createdAt);
const updated: Order = (one, other) => compare(one.systemData?.lastModifiedAt, other.systemData?.lastModifiedAt);

const orders: Readonly<Record<string, Order>> = {
  createdatasc: created,
  createdatdesc: (one, other) => created(other, one),
  updatedatasc: updated,
  updatedatdesc: (one, other) => updated(other, one),
};

function compare(one = "", other = ""): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
