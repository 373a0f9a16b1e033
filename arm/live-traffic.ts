import type { LiveEndpoint } from "./endpoint";
import type { EndpointSettingsInputs } from "./endpoint-settings";
import type { Fault } from "./fault";
import { normalizeTraffic, type Traffic } from "./traffic";

/** The part of settings that live traffic is judged by. */
export interface WantedTraffic extends Pick<EndpointSettingsInputs, "traffic" | "mirrorTraffic"> {
  /** Names of deployments that the program declared before and does not declare any more. */
  dropped: readonly string[];
}

/**
 * What is wrong between wanted and live traffic: a map that is not given stays as it is live, so it must neither feed a
 * deployment that goes away nor contradict the map that is given.
 */
export function liveTrafficFaults({ properties: live }: LiveEndpoint, wanted: WantedTraffic): Fault[] {
  const kept = {
    traffic: wanted.traffic ? {} : normalizeTraffic(live.traffic ?? {}),
    mirrorTraffic: wanted.mirrorTraffic ? {} : normalizeTraffic(live.mirrorTraffic ?? {}),
  };
  return [
    ...dropped("traffic", "live", kept.traffic, wanted.dropped),
    ...dropped("mirrorTraffic", "mirrored", kept.mirrorTraffic, wanted.dropped),
    ...doubled("mirrorTraffic", "mirrored", kept.mirrorTraffic, wanted.traffic),
    ...doubled("traffic", "live", kept.traffic, wanted.mirrorTraffic),
  ];
}

function dropped(field: string, kind: string, kept: Traffic, names: readonly string[]): Fault[] {
  return Object.entries(kept)
    .filter(([name]) => names.includes(name))
    .map(([name, weight]) => ({
      field: `${field}.${name}`,
      rule: `${name} has ${weight} percent of the ${kind} traffic and the program no longer declares it`,
      fix: `move its weight with \`${field}\` first, then take the deployment away`,
    }));
}

/** A deployment gets live or mirrored traffic, not both. Source: "Safely roll out to online endpoints". */
function doubled(field: string, kind: string, kept: Traffic, given: Readonly<Traffic> = {}): Fault[] {
  return Object.entries(kept)
    .filter(([name]) => (normalizeTraffic(given)[name] ?? 0) > 0)
    .map(([name, weight]) => ({
      field: `${field}.${name}`,
      rule: `${name} has ${weight} percent of the ${kind} traffic, and a deployment gets live or mirrored traffic, not both`,
      fix: `say in \`${field}\` where the ${kind} traffic goes; {} is nowhere`,
    }));
}

/** Names of deployments that were declared before and are not any more, in lower case. */
export function droppedNames(before: readonly string[] = [], now: readonly string[] | undefined): string[] {
  const declared = now?.map((name) => name.toLowerCase());
  return declared ? before.map((name) => name.toLowerCase()).filter((name) => !declared.includes(name)) : [];
}
