import type { LiveEndpoint } from "../arm/endpoint";
import type { EndpointSettingsInputs } from "../arm/endpoint-settings";
import type { Fault } from "../arm/fault";
import { type MemberWords, weightWords } from "./member-words";
import { passingStates, raisedWeights, type ReadDeployment, stateOf } from "./weight-targets";

/**
 * Faults of weights that would rise for a deployment that this program does not declare: it has to be there and ready by
 * now. Those that the program declares are made or changed in the same update, and judged right before the write.
 */
export async function targetFaults(
  live: LiveEndpoint,
  wanted: Partial<EndpointSettingsInputs>,
  read: ReadDeployment,
  words: MemberWords = weightWords,
): Promise<Fault[]> {
  const declared = (wanted.deployments ?? []).map((name) => name.toLowerCase());
  const foreign = raisedWeights(live, wanted).filter(({ name }) => !declared.includes(name));
  const judged = foreign.map(async ({ field, name, value: weight }): Promise<Fault[]> => {
    const state = stateOf(await read(live.name, name));
    return state === "Succeeded" || passingStates.includes(state)
      ? []
      : [
          {
            ...words.unready(field, { name, weight, state }),
            fix: "declare it in this program, or update the one that does first",
          },
        ];
  });
  return (await Promise.all(judged)).flat();
}
