import type { Random } from "../kills/random";

/** Percent by deployment. */
export type Weights = Record<string, number>;

/** What the program of a run declares: it reads this from a file. */
export interface Desired {
  endpointName: string;
  deployments: Record<string, { instances: number; model: number }>;
  traffic: Weights;
  mirror: Weights;
  tags: Record<string, string>;
}

/** The smallest endpoint that answers. */
function first(endpointName: string): Desired {
  return {
    endpointName,
    deployments: { blue: { instances: 1, model: 1 } },
    traffic: { blue: 100 },
    mirror: {},
    tags: {},
  };
}

/** One change as a person would make it to the program, with a word for it. */
export interface Change {
  what: string;
  desired: Desired;
  /** So many operations of the service it takes at least. */
  operations: number;
}

/** The first update of all. */
export function beginning(endpointName: string): Change {
  return { what: "the first update", desired: first(endpointName), operations: 3 };
}

type Rule = (now: Desired, random: Random, number: number) => Desired | undefined;

const names = ["blue", "green", "red", "teal"];

const weightless = ({ deployments, traffic, mirror }: Desired): string[] =>
  Object.keys(deployments).filter((name) => !traffic[name] && !mirror[name]);

/** The changes that the service allows one by one; undefined where one does not fit. */
const rules: Record<string, Rule> = {
  "add a deployment": (now, random, number) => {
    const free = names.filter((name) => !(name in now.deployments));
    if (free.length === 0) return undefined;
    return { ...now, deployments: { ...now.deployments, [random.of(free)]: { instances: 1, model: number } } };
  },
  "add a deployment with weight": (now, random, number) => {
    const free = names.filter((name) => !(name in now.deployments));
    if (free.length === 0) return undefined;
    const name = random.of(free);
    const deployments = { ...now.deployments, [name]: { instances: 1, model: number } };
    return { ...now, deployments, traffic: split([...Object.keys(now.traffic), name], random) };
  },
  "shift weights": (now, random) => {
    const targets = Object.keys(now.deployments).filter((name) => !now.mirror[name]);
    return { ...now, traffic: split(targets, random) };
  },
  "cut over": (now, random) => {
    const targets = Object.keys(now.deployments).filter((name) => !now.mirror[name]);
    return { ...now, traffic: { [random.of(targets)]: 100 } };
  },
  "mirror": (now, random) => {
    const targets = weightless(now);
    if (Object.keys(now.mirror).length > 0) return { ...now, mirror: {} };
    return targets.length === 0 ? undefined : { ...now, mirror: { [random.of(targets)]: 1 + random.below(50) } };
  },
  "scale": (now, random) => {
    const name = random.of(Object.keys(now.deployments));
    const deployment = now.deployments[name] ?? { instances: 1, model: 1 };
    const scaled = { ...deployment, instances: 1 + ((deployment.instances + random.below(2)) % 3) };
    return { ...now, deployments: { ...now.deployments, [name]: scaled } };
  },
  "tags": (now, _random, number) => ({ ...now, tags: { release: String(number) } }),
  "new model in place": (now, random, number) => {
    const targets = weightless(now);
    if (targets.length === 0) return undefined;
    const name = random.of(targets);
    const deployment = now.deployments[name] ?? { instances: 1, model: 1 };
    return { ...now, deployments: { ...now.deployments, [name]: { ...deployment, model: number } } };
  },
  "remove a deployment": (now, random) => {
    const targets = weightless(now);
    if (targets.length === 0) return undefined;
    const gone = random.of(targets);
    return {
      ...now,
      deployments: Object.fromEntries(Object.entries(now.deployments).filter(([name]) => name !== gone)),
    };
  },
  "rename the endpoint": (now, random, number) =>
    random.below(3) === 0 ? { ...now, endpointName: `fraud-${number}` } : undefined,
};

/** A change that fits. `number` makes names and versions that were never there. */
export function change(now: Desired, random: Random, number: number): Change {
  for (;;) {
    const what = random.of(Object.keys(rules));
    const desired = rules[what]?.(now, random, number);
    const operations = { "add a deployment with weight": 2, "rename the endpoint": 4 }[what] ?? 1;
    if (desired && JSON.stringify(desired) !== JSON.stringify(now)) return { what, desired, operations };
  }
}

/** Whole percents that sum to 100, each at least 1. */
function split(targets: readonly string[], random: Random): Weights {
  const [last, ...others] = [...new Set(targets)];
  if (last === undefined) throw new Error("there is nothing to split over");
  const weights: Weights = {};
  let left = 100;
  for (const name of others) {
    const weight = 1 + random.below(Math.max(1, left - others.length));
    weights[name] = weight;
    left -= weight;
  }
  return { ...weights, [last]: left };
}
