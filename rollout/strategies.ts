import type { Fault } from "../arm/fault";
import { type Duration, secondsOf } from "./duration";
import { absolute, type Gate } from "./gates";
import { type Approval, checked, type Plan, type Stage } from "./plan";
import type { GoldenRequest } from "./smoke";

/** What all plan helpers take. Each default is written into the plan, and `rollout plan` shows it. */
export interface StrategyOptions {
  /** Golden requests that the candidate answers before anybody else asks it. Default: none, and no smoke stage. */
  readonly smoke?: readonly GoldenRequest[];
  /** Percent of the live traffic that is copied to the candidate first. Default: no mirror stage. */
  readonly mirror?: number;
  /** Least time of each stage with traffic. Default `10m`. */
  readonly atLeast?: Duration;
  /** Most time of each stage with traffic. Default `4h`. */
  readonly atMost?: Duration;
  /** How long everything stays as it is once the candidate has its last share. Default `1h`. */
  readonly bake?: Duration;
  /** Percent that the former deployment keeps while it bakes, so that there is something to compare with. Default 0. */
  readonly holdback?: number;
  /** How long the former deployment is kept after the bake. Default `24h`. */
  readonly retireAfter?: Duration;
  /** Whether the former deployment is deleted then, or shrinks to one instance. Default `delete`. */
  readonly retire?: "delete" | "scaleDown";
  /** Somebody has to agree before the candidate gets everything. Default: nobody. */
  readonly approval?: { readonly expires?: Duration; readonly onExpiry?: Approval["onExpiry"] };
  /** How long the candidate may take to come up. Default `1h`. */
  readonly provision?: Duration;
  /**
   * Instances of the candidate at each of its shares, in order, for example `[1, 1, 2]` beside 5, 25 and 50 percent. Before
   * a share for which none is given it gets as many as the program says. Default: as many as the program says from the
   * beginning. The live deployment keeps its own until it retires.
   */
  readonly instances?: readonly number[];
  /** Default: the absolute gate with its defaults. */
  readonly gates?: readonly Gate[];
  /** Default `hold`. */
  readonly onInconclusive?: Plan["onInconclusive"];
}

/** How fast a linear plan goes. */
export interface LinearOptions extends StrategyOptions {
  /** Percent that each stage adds: a whole number from 1 to 100. The last stage adds what is missing to 100. */
  readonly step: number;
}

/**
 * The candidate gets the given percentages one after the other, then everything.
 *
 * ```ts
 * stageNames(canary([10, 50])); // ["provision", "canary-10", "canary-50", "full", "bake", "retire"]
 * ```
 * @param weights Whole percentages from 1 to 100 that rise. A last 100 may be left out. Default 5, 25, 50.
 * @throws PlanError with every weight and option that is none.
 */
export function canary(weights: readonly number[] = [5, 25, 50], options: StrategyOptions = {}): Plan {
  return path("canary", "canary", weights, options, canaryFaults(weights));
}

/**
 * The candidate gets the same percentage more in each stage.
 *
 * ```ts
 * stageNames(linear({ step: 25 })); // ["provision", "linear-25", "linear-50", "linear-75", "full", "bake", "retire"]
 * ```
 * @throws PlanError where the step is no whole number from 1 to 100, or an option is none.
 */
export function linear({ step, ...options }: LinearOptions): Plan {
  const fault: Fault = { field: "step", value: step, rule: "a step is a whole number of percent from 1 to 100" };
  const faults = isShare(step) ? [] : [fault];
  const count = faults.length > 0 ? 0 : Math.ceil(100 / step) - 1;
  const weights = Array.from({ length: count }, (_, index) => step * (index + 1));
  return path("linear", "linear", weights, options, faults);
}

/** The candidate comes up beside the live deployment, then gets everything at once. */
export function blueGreen(options: StrategyOptions = {}): Plan {
  return path("blueGreen", "blue-green", [], options, []);
}

/** From nothing over the given weights to everything. */
function path(
  subject: string,
  prefix: string,
  weights: readonly number[],
  options: StrategyOptions,
  faults: readonly Fault[],
): Plan {
  const { smoke, mirror, holdback = 0, gates = [absolute()], onInconclusive = "hold", retire = "delete" } = options;
  const times = timesOf(options);
  const timed = { minSeconds: times.atLeast, maxSeconds: Math.max(times.atLeast, times.atMost) };
  const share = (weight: number): Stage => ({ kind: "shift", name: `${prefix}-${weight}`, weight, ...timed });
  const between = weights.at(-1) === 100 ? weights.slice(0, -1) : weights;
  const bake: Stage = { kind: "bake", name: "bake", minSeconds: times.bake, maxSeconds: times.bake + times.atMost };
  const approval = options.approval && {
    approval: { expiresSeconds: times.approval, onExpiry: options.approval.onExpiry ?? "rollback" },
  };
  const full: Stage = { kind: "shift", name: "full", weight: 100, ...timed, ...approval };
  const shares = [...between.map(share), ...(holdback > 0 ? [share(100 - holdback), bake, full] : [full, bake])];
  const [first] = options.instances ?? [];
  const stages: Stage[] = [
    {
      kind: "provision",
      name: "provision",
      maxSeconds: times.provision,
      ...(first !== undefined && { instances: first }),
    },
    ...(smoke ? [{ kind: "smoke", name: "smoke", requests: smoke } as const] : []),
    ...(mirror === undefined ? [] : [{ kind: "mirror", name: `mirror-${mirror}`, percent: mirror, ...timed } as const]),
    ...scaled(shares, options.instances ?? [], times.provision),
    { kind: "retire", name: "retire", delaySeconds: times.retireAfter, then: retire },
  ];
  return checked(subject, { stages, gates, onInconclusive }, [...faults, ...optionFaults(options, between)]);
}

/** Puts a scale stage before each share that the candidate has other instances for than for the one before. */
function scaled(stages: readonly Stage[], instances: readonly number[], maxSeconds: number): Stage[] {
  const shifts = stages.filter(({ kind }) => kind === "shift");
  const wanted = (stage: Stage | undefined): number | "asGiven" =>
    (stage && instances[shifts.indexOf(stage)]) ?? "asGiven";
  return stages.flatMap((stage): Stage[] => {
    const place = shifts.indexOf(stage);
    if (place < 1 || wanted(stage) === wanted(shifts[place - 1])) return [stage];
    return [{ kind: "scale", name: `scale-for-${stage.name}`, instances: wanted(stage), maxSeconds }, stage];
  });
}

const defaults = { atLeast: "10m", atMost: "4h", bake: "1h", retireAfter: "24h", provision: "1h" } as const;

function timesOf(options: StrategyOptions): Record<keyof typeof defaults | "approval", number> {
  const seconds = (name: keyof typeof defaults): number => secondsOf(options[name] ?? defaults[name]) ?? 0;
  const { atLeast, atMost, bake, retireAfter, provision } = {
    atLeast: seconds("atLeast"),
    atMost: seconds("atMost"),
    bake: seconds("bake"),
    retireAfter: seconds("retireAfter"),
    provision: seconds("provision"),
  };
  return {
    atLeast,
    atMost,
    bake,
    retireAfter,
    provision,
    approval: secondsOf(options.approval?.expires ?? "24h") ?? 0,
  };
}

/** Faults in the words of what the user wrote, not of the stages that it stands for. */
function optionFaults(options: StrategyOptions, between: readonly number[]): Fault[] {
  const { holdback = 0, approval, ...rest } = options;
  const durations: [string, Duration | undefined][] = [
    ...(Object.keys(defaults) as (keyof typeof defaults)[]).map((name): [string, Duration | undefined] => [
      name,
      rest[name],
    ]),
    ["approval.expires", approval?.expires],
  ];
  const faults = durations.flatMap(([field, value]): Fault[] =>
    value === undefined || secondsOf(value) !== undefined
      ? []
      : [{ field, value, rule: "this is no duration", fix: "for example 30m, 24h or 1h30m" }],
  );
  const highest = between.at(-1) ?? 0;
  const { instances = [] } = options;
  const below = between.length + (holdback > 0 ? 1 : 0);
  if (instances.length > below) {
    const rule =
      "it has more members than there are shares below 100, and the last one has as many as the program says";
    faults.push({ field: "instances", value: instances, rule, fix: `give at most ${below}` });
  }
  instances.forEach((value, index) => {
    if (Number.isInteger(value) && value >= 1) return;
    faults.push({ field: `instances[${index}]`, value, rule: "it is a whole number from 1" });
  });
  if (holdback !== 0 && (!isShare(holdback) || 100 - holdback <= highest)) {
    const rule = "it leaves the candidate less than the shift before";
    faults.push({ field: "holdback", value: holdback, rule, fix: `give less than ${100 - highest}` });
  }
  return faults;
}

function canaryFaults(weights: readonly number[]): Fault[] {
  return weights.flatMap((value, index): Fault[] => {
    const field = `weights[${index}]`;
    if (!isShare(value)) return [{ field, value, rule: "a weight is a whole number of percent from 1 to 100" }];
    const before = weights[index - 1];
    return before !== undefined && value <= before
      ? [{ field, value, rule: `weights rise, and the one before is ${before}` }]
      : [];
  });
}

function isShare(value: number): boolean {
  return Number.isInteger(value) && value >= 1 && value <= 100;
}
