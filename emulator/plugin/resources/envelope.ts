import { computed, dictionary, flag, idSet, integer, record, replacing, required, text, textOf } from "../schema/shape";
import type { Members, Shape } from "../schema/shape";

/** Where a resource group's resources lie. */
export const PROVIDERS = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers";

/** What every resource answers about itself. */
export const named: Members = computed("name", "type");

/** The same where the service also tells who made it. */
export const envelope: Members = { ...named, ...computed("systemData") };

export const tags = dictionary(text);

/** Identity whose user-assigned part the SDK takes as a list of ids. */
export const identity: Shape = record({
  type: required(text),
  userAssignedIdentities: idSet,
  ...computed("principalId", "tenantId"),
});

export const sku: Shape = record({ name: required(text), tier: text, size: text, family: text, capacity: integer });

/** Location of a tracked resource: the common types let it be given at creation only. */
export const trackedLocation = replacing(required(text));

export const resourceGroupName = textOf({ minLength: 1, maxLength: 90 });

/** Members that every registered asset and its versions share. */
export const asset = { description: text, isArchived: flag, properties: dictionary(text), tags };
