import type { LiveDeployment, LiveEndpoint } from "../arm/endpoint";
import type { EndpointSettingsInputs } from "../arm/endpoint-settings";
import { describeFault } from "../arm/fault";
import { normalizeTraffic } from "../arm/traffic";
import { type MemberWords, weightWords } from "./member-words";

/** Reads a deployment; undefined where there is none. */
export type ReadDeployment = (endpoint: string, deployment: string) => Promise<LiveDeployment | undefined>;

/** States that end by themselves. */
export const passingStates: readonly string[] = ["Creating", "Updating", "Scaling"];

/**
 * The deployments that are to get more requests than they get now and are not ready for them yet, each with its state.
 * Rejects, naming each and its state, where one will not get ready by itself.
 */
export async function targetsOnTheirWay(
  live: LiveEndpoint,
  wanted: EndpointSettingsInputs,
  read: ReadDeployment,
  words: MemberWords = weightWords,
): Promise<string[]> {
  const targets = await Promise.all(
    raisedWeights(live, wanted).map(async ({ field, name, value: weight }) => {
      const state = stateOf(await read(wanted.endpointName, name));
      return { field, name, weight, state };
    }),
  );
  const unready = targets.filter(({ state }) => state !== "Succeeded");
  const unfit = unready.filter(({ state }) => !passingStates.includes(state));
  if (unfit.length === 0) return unready.map(({ name, state }) => `deployment ${name} is ${state}`);
  const faults = unfit.map(({ field, ...deployment }) => describeFault(words.unready(field, deployment)));
  throw new Error(faults.join(" | "));
}

/** The state of a deployment; `not there` where there is none. */
export function stateOf(deployment: LiveDeployment | undefined): string {
  return deployment ? (deployment.properties.provisioningState ?? "Succeeded") : "not there";
}

/** Weights that are to be more than they are. */
export function raisedWeights({ properties: live }: LiveEndpoint, wanted: Partial<EndpointSettingsInputs>) {
  return (["traffic", "mirrorTraffic"] as const).flatMap((field) => {
    const before = normalizeTraffic(live[field] ?? {});
    return Object.entries(normalizeTraffic(wanted[field] ?? {}))
      .filter(([name, value]) => value > (before[name] ?? 0))
      .map(([name, value]) => ({ field, name, value }));
  });
}
