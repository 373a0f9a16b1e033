import type { Query } from "../http/request";
import { isObject } from "../json";
import type { AssetVersion } from "./asset-kinds";
import { hasEntries } from "./entry-filter";

/** True where `listViewType` asks for this asset: the archived ones only on demand. */
export function listed({ properties }: { properties: { isArchived?: unknown } }, query: Query): boolean {
  const asked = query.get("listViewType")?.toLowerCase() ?? "activeonly";
  return asked === "all" || (properties.isArchived === true) === (asked === "archivedonly");
}

/** The versions that a list request asks for, of `versions` oldest first. Models know all of these filters, others some. */
export function listedVersions(versions: readonly AssetVersion[], query: Query): AssetVersion[] {
  const [version, description, hash] = ["version", "description", "hash"].map((name) => query.get(name));
  const fits = versions.filter(
    (candidate) =>
      listed(candidate, query) &&
      (version === undefined || candidate.name === version) &&
      (description === undefined || candidate.properties["description"] === description) &&
      (hash === undefined || entriesOf(candidate, "properties")["hash_sha256"] === hash) &&
      hasEntries(entriesOf(candidate, "tags"), query.get("tags") ?? query.get("$tags")) &&
      hasEntries(entriesOf(candidate, "properties"), query.get("properties")),
  );
  return inOrder(fits, query.get("$orderBy")).slice(query.count("offset") ?? 0);
}

/** Newest first, unless `orderBy` asks for the oldest, as `createdtime asc` does. */
function inOrder(versions: AssetVersion[], orderBy = ""): AssetVersion[] {
  return /\basc\b/i.test(orderBy) ? versions : versions.toReversed();
}

function entriesOf(version: AssetVersion, member: "tags" | "properties"): Readonly<Record<string, unknown>> {
  const entries = version.properties[member];
  return isObject(entries) ? entries : {};
}
