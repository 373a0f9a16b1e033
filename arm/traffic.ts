import type { Fault } from "./fault";

/** Percentages by deployment name. */
export type Traffic = Record<string, number>;

/** The most that may be mirrored, in percent. Source: "Safely roll out to online endpoints"; REST text "utmost 50". */
export const MAX_MIRROR = 50;

/** What traffic means to the service: names in lower case, zero entries left out, in the order of names. */
export function normalizeTraffic(traffic: Readonly<Traffic>): Traffic {
  const entries = Object.entries(traffic)
    .filter(([, weight]) => weight !== 0)
    .map(([name, weight]): [string, number] => [name.toLowerCase(), weight]);
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** True where both send every request to the same place. */
export function sameTraffic(a: Readonly<Traffic> | undefined, b: Readonly<Traffic> | undefined): boolean {
  return JSON.stringify(normalizeTraffic(a ?? {})) === JSON.stringify(normalizeTraffic(b ?? {}));
}

/** The weights of an endpoint, and the names that they may name (all names where undefined). */
export interface TrafficRules {
  traffic?: Readonly<Traffic>;
  mirrorTraffic?: Readonly<Traffic>;
  deployments?: readonly string[];
}

/** Every rule that the weights break. */
export function trafficFaults({ traffic = {}, mirrorTraffic = {}, deployments }: TrafficRules): Fault[] {
  return [
    ...mapFaults("traffic", traffic, deployments),
    ...sumFaults(traffic),
    ...mapFaults("mirrorTraffic", mirrorTraffic, deployments),
    ...mirrorFaults(mirrorTraffic, traffic),
  ];
}

/** Rules that hold for either map by itself. */
function mapFaults(field: string, weights: Readonly<Traffic>, deployments?: readonly string[]): Fault[] {
  const known = deployments?.map((name) => name.toLowerCase());
  const seen = new Set<string>();
  return Object.entries(weights).flatMap(([name, value]): Fault[] => {
    const faults: Fault[] = [];
    const key = name.toLowerCase();
    if (!Number.isInteger(value) || value < 0 || value > 100) {
      faults.push({ field: `${field}.${name}`, value, rule: "a weight is a whole number of percent from 0 to 100" });
    }
    if (seen.has(key)) {
      faults.push({ field: `${field}.${name}`, rule: "this deployment is named twice; names do not differ by case" });
    }
    if (known && !known.includes(key)) {
      const choice = known.length > 0 ? `declared are ${known.join(", ")}` : "none is declared";
      faults.push({
        field: `${field}.${name}`,
        value,
        rule: "the endpoint has no deployment of this name",
        fix: choice,
      });
    }
    seen.add(key);
    return faults;
  });
}

/** Source: "CLI (v2) managed online endpoint YAML schema": traffic sums to 0 or 100. */
function sumFaults(traffic: Readonly<Traffic>): Fault[] {
  const weights = Object.entries(traffic)
    .filter(([, weight]) => weight !== 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const sum = weights.reduce((total, [, weight]) => total + weight, 0);
  const last = weights.at(-1);
  if (last === undefined || sum === 100 || !weights.every(([, weight]) => Number.isInteger(weight))) {
    return [];
  }
  return [
    {
      field: `traffic.${last[0]}`,
      value: last[1],
      rule: `the weights sum to ${sum}`,
      fix: "they must sum to 100, or to 0 for no live traffic at all",
    },
  ];
}

/** Source: "Safely roll out to online endpoints": one target, at most 50, live or mirrored but not both. */
function mirrorFaults(mirrorTraffic: Readonly<Traffic>, traffic: Readonly<Traffic>): Fault[] {
  const live = normalizeTraffic(traffic);
  const targets = Object.entries(normalizeTraffic(mirrorTraffic));
  const faults = targets.flatMap(([name, value]): Fault[] => [
    ...(value > MAX_MIRROR
      ? [{ field: `mirrorTraffic.${name}`, value, rule: `at most ${MAX_MIRROR} percent can be mirrored` }]
      : []),
    ...((live[name] ?? 0) > 0
      ? [
          {
            field: `mirrorTraffic.${name}`,
            value,
            rule: `${name} has ${live[name]} percent of the live traffic`,
            fix: "a deployment gets live or mirrored traffic, not both",
          },
        ]
      : []),
  ]);
  return targets.length > 1
    ? [
        ...faults,
        {
          field: "mirrorTraffic",
          value: Object.fromEntries(targets),
          rule: "traffic is mirrored to one deployment only",
        },
      ]
    : faults;
}
