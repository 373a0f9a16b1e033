import type { Fault } from "../arm/fault";
import type { Gate } from "./gates";
import type { Plan, Stage } from "./stages";
import { orderFaults } from "./plan-order";
import { gateFaults, instanceFaults, stageFaults, weightFaults } from "./plan-values";

/** Seconds in which a whole minute lies, whenever they begin. */
const LEAST_JUDGED = 120;

/** Every rule that a plan breaks. */
export function planFaults({ stages, gates }: Plan): Fault[] {
  return [
    ...nameFaults("stages", stages),
    ...nameFaults("gates", gates),
    ...orderFaults(stages),
    ...weightFaults(stages),
    ...instanceFaults(stages),
    ...stages.flatMap(stageFaults),
    ...hastyFaults(stages, gates),
    ...gates.flatMap(gateFaults),
  ];
}

/** Names go into stack configuration, URLs and journals, so they are as plain as a deployment's. */
function nameFaults(list: string, named: readonly { readonly name: string }[]): Fault[] {
  return named.flatMap(({ name }, index): Fault[] => {
    const field = `${list}[${index}].name`;
    if (!/^[a-z]([a-z0-9-]{0,62}[a-z0-9])?$/.test(name)) {
      const rule = "a name has 1 to 64 lower-case letters, digits and dashes, and begins with a letter";
      return [{ field, value: name, rule }];
    }
    const first = named.findIndex((other) => other.name === name);
    return first < index ? [{ field, value: name, rule: `${list}[${first}] has this name too` }] : [];
  });
}

/** Metrics have whole minutes, so a stage that has to end before one is over can't come to a verdict. */
function hastyFaults(stages: readonly Stage[], gates: readonly Gate[]): Fault[] {
  if (!gates.some(({ mode }) => mode === "enforce")) return [];
  return stages.flatMap((stage, index): Fault[] => {
    if ((stage.kind !== "mirror" && stage.kind !== "shift") || !(stage.maxSeconds < LEAST_JUDGED)) return [];
    const rule = `gates judge whole minutes, of which it has none for sure before ${LEAST_JUDGED} s`;
    return [{ field: `stages[${index}].maxSeconds`, value: stage.maxSeconds, rule, fix: "give it more, or no gates" }];
  });
}
