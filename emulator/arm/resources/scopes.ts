import type { ArmContext } from "../context";
import { ArmError, conflict } from "../http/errors";
import type { Resource } from "../store/resource";

export const groupPath = "/subscriptions/{subscription}/resourceGroups/{group}";

interface InSubscription {
  method: string;
  name(placeholder: "subscription"): string;
}

interface InGroup {
  method: string;
  name(placeholder: "subscription" | "group"): string;
}

/** The one subscription's id; another is refused as one that the caller can't see. */
export function requireSubscription(context: ArmContext, request: InSubscription): string {
  const given = request.name("subscription");
  if (given.toLowerCase() === context.subscriptionId.toLowerCase()) return context.subscriptionId;
  throw new ArmError(404, "SubscriptionNotFound", `The subscription '${given}' could not be found.`);
}

/** The resource group of a request, for reads also while it is being deleted. */
export function requireGroup(context: ArmContext, request: InGroup): Resource {
  const subscription = requireSubscription(context, request);
  const name = request.name("group");
  const group = context.records.groups.get(`/subscriptions/${subscription}/resourceGroups/${name}`);
  if (group === undefined) {
    throw new ArmError(404, "ResourceGroupNotFound", `Resource group '${name}' could not be found.`);
  }
  if (request.method !== "GET" && group.properties["provisioningState"] === "Deleting") {
    throw conflict(`The resource group '${group.name}' is being deleted.`, "ResourceGroupBeingDeleted");
  }
  return group;
}

/** A resource stays in its region. */
export function refuseMove(existing: Resource<unknown>, location: string | undefined, group: string): void {
  if (location === undefined || existing.location === location) return;
  throw conflict(
    `The resource '${existing.name}' already exists in location '${existing.location}' in resource group '${group}'. ` +
      `A resource with the same name cannot be created in location '${location}'. Please select a new resource name.`,
    "InvalidResourceLocation",
  );
}
