import type { ResourceType } from "../schema/resource-type";
import { UNKNOWN, containsUnknown } from "../schema/value";
import type { Value, Values } from "../schema/value";
import type { Naming } from "./naming";
import { nameFor } from "./naming";
import { faultsOf } from "./validation";

/** Where a resource lies that does not say so. */
export interface Locations {
  /** `azure-native:location`. */
  readonly configured?: string;
  /** Location of an existing resource group; undefined where it can't be read. */
  ofResourceGroup(name: string): Promise<string | undefined>;
}

/** Inputs as they go on to diff, create and update, and what is wrong with them. */
export interface Checked {
  readonly inputs: Values;
  readonly faults: readonly string[];
}

/** Fills in what a program may leave out (name, location, api-version), then checks the inputs against their shape. */
export async function check(
  type: ResourceType,
  olds: Values,
  news: Values,
  naming: Naming,
  locations: Locations,
): Promise<Checked> {
  const inputs: Values = { ...news, ...nameFor(type, olds, news, naming) };
  const location = await locationFor(type, olds, inputs, locations);
  if (location !== undefined) {
    inputs["location"] = location;
  }
  inputs["azureApiVersion"] ??= type.apiVersion;
  return { inputs, faults: faultsOf(type, inputs) };
}

async function locationFor(
  type: ResourceType,
  olds: Values,
  inputs: Values,
  locations: Locations,
): Promise<Value | undefined> {
  if (type.members["location"] === undefined || inputs["location"] !== undefined) {
    return undefined;
  }
  const known = olds["location"] ?? locations.configured;
  const group = inputs["resourceGroupName"];
  if (known !== undefined || group === undefined) {
    return known;
  }
  if (containsUnknown(group)) {
    return UNKNOWN;
  }
  return typeof group === "string" ? await locations.ofResourceGroup(group) : undefined;
}
