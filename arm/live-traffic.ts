import type { LiveEndpoint } from "./endpoint";
import type { EndpointSettingsInputs } from "./endpoint-settings";
import type { Fault } from "./fault";
import { normalizeTraffic, type Traffic } from "./traffic";

/** The part of settings that live traffic is judged by. */
export type WantedTraffic = Pick<EndpointSettingsInputs, "deployments" | "traffic" | "mirrorTraffic">;

/**
 * What is wrong between wanted and live traffic: a map that is not given stays as it is live, so it must neither feed a
 * deployment that the program no longer declares nor contradict the map that is given.
 */
export function liveTrafficFaults({ properties: live }: LiveEndpoint, wanted: WantedTraffic): Fault[] {
  const kept = {
    traffic: wanted.traffic ? {} : normalizeTraffic(live.traffic ?? {}),
    mirrorTraffic: wanted.mirrorTraffic ? {} : normalizeTraffic(live.mirrorTraffic ?? {}),
  };
  return [
    ...undeclared("traffic", "live", kept.traffic, wanted.deployments),
    ...undeclared("mirrorTraffic", "mirrored", kept.mirrorTraffic, wanted.deployments),
    ...doubled("mirrorTraffic", "mirrored", kept.mirrorTraffic, wanted.traffic),
    ...doubled("traffic", "live", kept.traffic, wanted.mirrorTraffic),
  ];
}

function undeclared(field: string, kind: string, kept: Traffic, deployments?: readonly string[]): Fault[] {
  const declared = deployments?.map((name) => name.toLowerCase());
  return Object.entries(kept)
    .filter(([name]) => declared && !declared.includes(name))
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
