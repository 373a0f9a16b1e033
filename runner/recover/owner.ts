import type { StateResource } from "../engine/stack-state";

/**
 * The resource by which a state has what lies at an ARM id. A second one beside it would be the end of it: whichever of
 * the two leaves the program first, the engine deletes what both stand for. One that was deleted to be made again under its
 * name stands for nothing.
 */
export function ownerOf(
  { type, id }: Pick<StateResource, "type" | "id">,
  inState: readonly StateResource[],
): StateResource | undefined {
  if (id === undefined) return undefined;
  return inState.find(
    (one) => one.id?.toLowerCase() === id.toLowerCase() && sameKind(one.type, type) && one.pendingReplacement !== true,
  );
}

/** True for two azure-native types that differ in their API version at most. */
function sameKind(one: string, other: string): boolean {
  const kind = (type: string) => (type.startsWith("azure-native") ? type.split(":").at(-1) : type);
  return kind(one) === kind(other);
}

/** Why what has an owner stays as it is, for people. An alias is no help where the state has the new component already. */
export function ownedReason(
  { urn, parent }: StateResource,
  owner: StateResource,
  inState: readonly StateResource[],
): string {
  if (owner.urn === urn) return "the state has it already";
  const begun = parent !== undefined && parent !== owner.parent && inState.some((one) => one.urn === parent);
  const first = begun ? "undo the move, run `pulumi up`, then move it and " : "";
  return `the state has it as ${owner.urn}: where it only moved, ${first}give the component \`aliases\``;
}
