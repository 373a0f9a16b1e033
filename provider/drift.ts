import type { LiveEndpoint } from "../arm/endpoint";
import type { Fault } from "../arm/fault";
import { changeOf, lastChange } from "./last-change";
import { type MemberWords, weightWords } from "./member-words";
import { changedMembers, type PutMember, putMembers, type PutValues, sameValue, valuesOf } from "./put-members";

/**
 * Refuses a change that was decided on something that is no longer so: the program asks for a member to move from what
 * the state recorded to something new, and live it is neither. Somebody else moved it since, say back to the last good
 * deployment in an emergency, and the program knows nothing of it. Not refused are:
 * - a live value that is wanted: an earlier run got that far and was ended before it could record it;
 * - members that the state has no value of: the endpoint, or the member, is taken over as it is.
 */
export function driftFaults(
  live: LiveEndpoint,
  recorded: PutValues,
  wanted: PutValues,
  words: MemberWords = weightWords,
): Fault[] {
  const now = valuesOf(live);
  return driftable(recorded, wanted)
    .filter((name) => !sameValue(now[name], recorded[name]) && !sameValue(now[name], wanted[name]))
    .map((name) => driftFault(name, { wanted, recorded, now }, lastChange(changeOf(live)), words));
}

/** The members that drift is judged of: those that the state knows and the program asks to change. */
export function driftable(recorded: PutValues, wanted: PutValues): PutMember[] {
  return changedMembers(recorded, wanted).filter((name) => recorded[name] !== undefined);
}

/** The wanted values without those that are as the state recorded them: what an update means to change. */
export function withoutUnchanged<T extends PutValues>(recorded: PutValues, wanted: T): T {
  const changed = changedMembers(recorded, wanted);
  const left = { ...wanted };
  for (const name of putMembers) if (!changed.includes(name)) delete left[name];
  return left;
}

function driftFault(
  name: PutMember,
  { wanted, recorded, now }: Record<"wanted" | "recorded" | "now", PutValues>,
  changed: string,
  words: MemberWords,
): Fault {
  const [state, live] = [recorded[name], now[name]].map((value) => JSON.stringify(words.value(value)));
  return {
    field: words.name(name),
    value: words.value(wanted[name]),
    rule: `the state says ${state} and live is ${live}: somebody else changed it since; ${changed}`,
    fix: "see whether it should stay so; `pulumi up --refresh` takes what is live into the state and makes your change",
  };
}
