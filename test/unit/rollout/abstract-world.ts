import { sameTraffic } from "../../../arm/traffic";
import { brokenInvariants } from "../../../rollout/invariants";
import { type Cursor, isOver } from "../../../rollout/cursor";
import { decide } from "../../../rollout/decide";
import type { Decision, Write } from "../../../rollout/decision";
import { desired } from "../../../rollout/desired";
import type { Verdict } from "../../../rollout/gates";
import type { Plan, Stage } from "../../../rollout/plan";
import type { Command, Intent, Situation, Standing } from "../../../rollout/situation";
import type { Weights } from "../../../rollout/traffic";

/** How long the stage lasts: not as long as it must, long enough, as long as it may, past the time for an approval. */
const ages = ["young", "due", "late", "expired"] as const;
type Age = (typeof ages)[number];

/** Seconds of the abstract plans. */
export const LEAST = 10;
export const MOST = 100;
export const EXPIRES = 1000;
const seconds: Record<Age, number> = { young: 0, due: LEAST, late: MOST, expired: LEAST + EXPIRES };

/** Runners have the lease one after the other, so at each moment there is one at most; a person needs no lease. */
type Actor = "runner" | "person";

/** Instances that the program gives the candidate. */
const GIVEN = 3;

/** What somebody has in mind: the write that was decided, on the sequence number that was read. */
interface Mind {
  of: Actor;
  write: Write;
  readSequence: number;
  readTraffic: World["traffic"];
  readMirror: number;
}

/** What an `up` will do, by the cursor that it read. */
interface Update {
  live: boolean;
  candidate: "delete" | "leave" | number;
  /** Present where a rollout began since it read. */
  isOutdated?: true;
}

/** A moment of an abstract endpoint, of runners, an engine and a person with the commands. */
export interface World {
  traffic: Readonly<Record<string, number>>;
  mirror: number;
  cursor: Cursor | undefined;
  /** A write that the service took on, and that shows once it is over. */
  underWay: Write | undefined;
  live: Standing;
  candidate: Standing;
  /** Instances of the candidate; 0 where it is missing. */
  instances: number;
  /** The cursor that the journal has. It is the endpoint's, but where somebody took the tag away. */
  remembered: Cursor | undefined;
  age: Age;
  verdict: Verdict | "blind";
  /** The last decision in the journal, where it was not carried out yet: whoever finds another's after its own gives up. */
  mind: Mind | undefined;
  /** What an `up` that is under way will do; it read the cursor before. */
  up: Update | undefined;
  /** True where the candidate was made since the stage began. */
  isRemade: boolean;
  /** True once golden requests passed for the rollout under way. */
  hasPassedSmoke: boolean;
}

const LIVE = "blue";
const CANDIDATE = "green";

/** All that can happen next: what it is called, and the world after it. Throws where an invariant is broken. */
export class AbstractRollout {
  private readonly intent: Intent;

  constructor(private readonly plan: Plan) {
    const hash = "0".repeat(12);
    const contents = { liveContent: hash, candidateContent: hash, candidateInstances: GIVEN };
    this.intent = { plan, planHash: hash, live: LIVE, candidate: CANDIDATE, ...contents };
  }

  readonly beginning: World = {
    traffic: { [LIVE]: 100 },
    mirror: 0,
    cursor: undefined,
    underWay: undefined,
    live: "ready",
    candidate: "missing",
    instances: 0,
    remembered: undefined,
    age: "young",
    verdict: "inconclusive",
    mind: undefined,
    up: undefined,
    isRemade: false,
    hasPassedSmoke: false,
  };

  /** The same text for worlds that differ in nothing but how many writes there were, and why. */
  key(world: World): string {
    const { traffic, mirror, cursor, underWay, live, candidate, age, verdict, mind, up, hasPassedSmoke } = world;
    const { instances, remembered, isRemade } = world;
    const from = (cursor ?? remembered)?.sequence ?? 0;
    return [
      weightsKey(traffic, mirror),
      cursor ? cursorKey(cursor, from) : "",
      underWay ? writeKey(underWay, from) : "",
      cursor === undefined && remembered ? cursorKey(remembered, from) : "",
      ...[live, candidate, instances, age, verdict],
      // What was decided on something else is only given up.
      mind && (this.isAsRead(world, mind) ? `${mind.of}${writeKey(mind.write, from)}` : mind.of),
      up ? `${up.live}${up.candidate}${up.isOutdated}` : "",
      isRemade,
      hasPassedSmoke,
    ].join("|");
  }

  /** Nothing is left to do or to happen by itself. */
  isEnd({ cursor, underWay }: World): boolean {
    return underWay === undefined && cursor !== undefined && (isOver(cursor) || cursor.status === "held");
  }

  after(world: World): [name: string, next: World][] {
    return [
      ...this.surroundings(world),
      ...this.ups(world),
      ...this.writes(world),
      ...this.decisions(world, "runner", [undefined]),
      ...this.decisions(world, "person", ["pause", "resume", "promote", "abort", "retry"]),
    ];
  }

  /** The service, time, traffic and people. */
  private surroundings(world: World): [string, World][] {
    const { candidate, age, verdict, underWay, cursor, live } = world;
    const next: [string, World][] = [];
    if (underWay) next.push(["the write is over", this.shown(world, underWay)]);
    // A deployment takes longer to come up than a decision may wait to be carried out.
    if (candidate === "busy" && !world.mind) {
      next.push(["the candidate is up", { ...world, candidate: "ready" }]);
      next.push(["the candidate fails", { ...world, candidate: "failed" }]);
    }
    if (candidate === "ready") next.push(["the candidate dies", { ...world, candidate: "failed" }]);
    if (live === "ready") next.push(["the live deployment dies", { ...world, live: "failed" }]);
    if (live === "failed") next.push(["the live deployment is mended", { ...world, live: "ready" }]);
    const older = ages[ages.indexOf(age) + 1];
    if (cursor?.status === "running" && older) next.push(["time passes", { ...world, age: older }]);
    const isMeasured = cursor && !isOver(cursor) && this.measures(cursor.stage);
    if (isMeasured && verdict === "inconclusive") {
      next.push(["the gates pass", { ...world, verdict: "pass" }]);
      next.push(["a gate fails", { ...world, verdict: "fail" }]);
      next.push(["the metrics fail", { ...world, verdict: "blind" }]);
    }
    if (verdict === "blind") next.push(["the metrics are back", { ...world, verdict: "inconclusive" }]);
    if (isMeasured && verdict === "pass") next.push(["a gate fails after all", { ...world, verdict: "fail" }]);
    if (!underWay && cursor?.status === "running" && !world.traffic["stray"]) {
      next.push(["somebody moves the weights", { ...world, traffic: { [LIVE]: 99, stray: 1 }, mirror: 0 }]);
    }
    if (!underWay && cursor) next.push(["somebody takes the tag away", { ...world, cursor: undefined }]);
    return next;
  }

  private measures(stage: number): boolean {
    return ["mirror", "scale", "shift", "bake"].includes(this.plan.stages[stage]?.kind ?? "");
  }

  /** A plain `up`, the runner's or anybody's: it reads the cursor, and acts on that later. One at a time has the lock. */
  private ups(world: World): [string, World][] {
    if (world.up) {
      return [
        ["the up is killed", { ...world, up: undefined }],
        ["the up acts", this.acted({ ...world, up: undefined }, world.up)],
      ];
    }
    const weights: Weights = {
      traffic: { ...world.traffic },
      mirrorTraffic: world.mirror > 0 ? { [CANDIDATE]: world.mirror } : {},
    };
    const instances = world.candidate === "missing" ? undefined : world.instances;
    const wants = desired(this.intent, world.cursor, weights, instances);
    const wanted = wants.candidate === "gone" ? 0 : (wants.candidateInstances ?? GIVEN);
    const isThere = world.candidate !== "missing" && world.candidate !== "busy";
    const scales = wanted > 0 && world.instances !== wanted && world.candidate !== "busy";
    const candidate = scales ? wanted : wanted === 0 && isThere ? "delete" : "leave";
    const live = wants.live === "gone" && world.live !== "missing";
    return live || candidate !== "leave" ? [["an up begins", { ...world, up: { live, candidate } }]] : [];
  }

  private acted(world: World, { live: deletesLive, candidate, isOutdated }: Update): World {
    if (deletesLive) {
      // The service refuses to delete what has traffic; the design must never ask it to.
      if (world.traffic[LIVE]) throw new Error("an up deletes the live deployment while it has traffic");
      if (world.cursor && world.cursor.status !== "succeeded")
        throw new Error("an up deletes the live deployment of a rollout that goes on");
    }
    const { underWay } = world;
    const comes = underWay && { traffic: underWay.weights.traffic, mirror: underWay.weights.mirrorTraffic[CANDIDATE] };
    const isAsked = [world, comes].some(
      (weights) => weights && ((weights.traffic[CANDIDATE] ?? 0) > 0 || weights.mirror),
    );
    if (candidate === "delete" && isAsked) {
      // It was to take a failed candidate away, and that one is tried again meanwhile. The service refuses, nothing is lost.
      if (isOutdated) return world;
      throw new Error("an up deletes the candidate while it has traffic");
    }
    const after = { ...world, live: deletesLive ? ("missing" as const) : world.live };
    if (candidate === "leave") return after;
    if (candidate === "delete") return { ...after, candidate: "missing", instances: 0 };
    // What comes up new has not answered golden requests.
    const isRemade = world.isRemade || world.candidate === "missing";
    return { ...after, candidate: "busy", instances: candidate, hasPassedSmoke: false, isRemade };
  }

  /** Whoever decided writes, or dies with that in mind. */
  private writes(world: World): [string, World][] {
    const { mind } = world;
    if (!mind) return [];
    const rest = { ...world, mind: undefined };
    return [
      [`the ${mind.of} dies with a write in mind`, rest],
      [`the ${mind.of} writes`, this.written(rest, mind)],
    ];
  }

  /** Somebody reads and decides. A runner whose decision is open has the lease, so that no other runner decides. */
  private decisions(world: World, of: Actor, commands: readonly (Command | undefined)[]): [string, World][] {
    if (of === "runner" && world.mind?.of === "runner") return [];
    return commands.flatMap((command) => {
      const decided = decide(this.situation(world, { command }));
      const what = `the ${of} decides${command ? ` to ${command}` : ""}`;
      if (decided.do !== "smoke") return this.minded(world, of, what, decided);
      return (["pass", "fail"] as const).flatMap((smoke) => {
        const passed = { ...world, hasPassedSmoke: world.hasPassedSmoke || smoke === "pass" };
        return this.minded(passed, of, `${what}, smoke ${smoke}`, decide(this.situation(world, { command, smoke })));
      });
    });
  }

  private minded(world: World, of: Actor, what: string, decision: Decision): [string, World][] {
    if (decision.do !== "write") return [];
    const broken = brokenInvariants(
      this.situation(world, { command: what.includes("promote") ? "promote" : undefined }),
      decision,
    );
    if (broken.length > 0) throw new Error(`${what}: ${broken.join(", ")}: ${JSON.stringify(decision)}`);
    this.checkSmoke(world, decision);
    const { traffic: readTraffic, mirror: readMirror, cursor } = world;
    const mind: Mind = { of, write: decision, readSequence: cursor?.sequence ?? 0, readTraffic, readMirror };
    return [[what, { ...world, mind }]];
  }

  private checkSmoke({ hasPassedSmoke, traffic, mirror }: World, { weights }: Write): void {
    const before = traffic[CANDIDATE] ?? 0;
    const rises = (weights.traffic[CANDIDATE] ?? 0) > before || (weights.mirrorTraffic[CANDIDATE] ?? 0) > mirror;
    if (rises && !hasPassedSmoke && this.plan.stages.some(({ kind }) => kind === "smoke")) {
      throw new Error("the candidate gets requests without having passed the golden ones");
    }
  }

  /** The runner reads once more: a write is sent only on what it was decided on. The service takes one at a time. */
  private written(world: World, mind: Mind): World {
    if (world.underWay || !this.isAsRead(world, mind)) return world;
    const { traffic, mirrorTraffic } = mind.write.weights;
    const isAsked = (traffic[CANDIDATE] ?? 0) > 0 || (mirrorTraffic[CANDIDATE] ?? 0) > 0;
    // The service takes no weights for a deployment that is not there or comes up.
    if (isAsked && (world.candidate === "missing" || world.candidate === "busy")) return world;
    return { ...world, underWay: mind.write };
  }

  private isAsRead(world: World, { readSequence, readTraffic, readMirror }: Mind): boolean {
    return (
      (world.cursor?.sequence ?? 0) === readSequence &&
      sameTraffic(world.traffic, readTraffic) &&
      world.mirror === readMirror
    );
  }

  private shown(world: World, write: Write): World {
    const { cursor, weights } = write;
    if (cursor.sequence !== ((world.cursor ?? world.remembered)?.sequence ?? 0) + 1)
      throw new Error("a sequence number is written twice, or left out");
    const before = world.cursor ?? world.remembered;
    const isNew = before === undefined || (isOver(before) && !isOver(cursor));
    const begins = isNew || before.stage !== cursor.stage || (before.status === "held" && cursor.status === "running");
    return {
      ...world,
      cursor,
      remembered: cursor,
      underWay: undefined,
      up: isNew && world.up ? { ...world.up, isOutdated: true } : world.up,
      traffic: weights.traffic,
      mirror: weights.mirrorTraffic[CANDIDATE] ?? 0,
      isRemade: begins ? false : world.isRemade,
      hasPassedSmoke: isNew ? false : world.hasPassedSmoke,
      ...(begins || cursor.status !== "running" ? { age: "young", verdict: "inconclusive" } : {}),
    };
  }

  private situation(world: World, more: Pick<Situation, "command" | "smoke">): Situation {
    const { traffic, mirror, cursor, underWay, live, candidate, age, verdict, instances, remembered } = world;
    const mirrorTraffic: Record<string, number> = mirror > 0 ? { [CANDIDATE]: mirror } : {};
    return {
      intent: this.intent,
      newId: "00000000",
      now: seconds[age],
      endpoint: {
        isReady: underWay === undefined,
        traffic: { ...traffic },
        mirrorTraffic,
        cursor: cursor && { ...cursor, since: 0 },
      },
      live,
      candidate,
      candidateInstances: instances,
      candidateMade: world.isRemade ? 1 : 0,
      deployments: 2,
      isUpdated: world.up !== undefined,
      remembered: remembered && { ...remembered, since: 0 },
      verdict: verdict === "blind" ? "inconclusive" : verdict,
      isBlind: verdict === "blind",
      ...more,
    };
  }
}

function weightsKey(traffic: Readonly<Record<string, number>>, mirror: number): string {
  return `${traffic[LIVE]},${traffic[CANDIDATE]},${traffic["stray"]},${mirror}`;
}

function cursorKey({ sequence, stage, status, hold, isApproved }: Cursor, from: number): string {
  return `${sequence - from},${stage},${status},${hold},${isApproved}`;
}

function writeKey({ cursor, weights }: Write, from: number): string {
  return `${cursorKey(cursor, from)},${weightsKey(weights.traffic, weights.mirrorTraffic[CANDIDATE] ?? 0)}`;
}

/** Plans of up to so many stages in every order of kinds, also those that are not allowed. */
export function allPlans(most: number): Plan[] {
  const timed = { minSeconds: LEAST, maxSeconds: MOST };
  const provision: Stage = { kind: "provision", name: "provision", maxSeconds: MOST };
  const first = (stages: readonly Stage[]): Stage =>
    stages.some(({ kind }) => kind === "scale") ? { ...provision, instances: 1 } : provision;
  const approval = { expiresSeconds: EXPIRES, onExpiry: "rollback" } as const;
  const choices: Stage[] = [
    { kind: "smoke", name: "smoke", requests: [{ name: "one", body: {}, expect: {} }] },
    { kind: "mirror", name: "mirror", percent: 20, ...timed },
    { kind: "scale", name: "scale", instances: "asGiven", maxSeconds: MOST },
    { kind: "shift", name: "half", weight: 50, ...timed },
    { kind: "shift", name: "full", weight: 100, ...timed },
    { kind: "shift", name: "agreed", weight: 100, ...timed, approval },
    { kind: "bake", name: "bake", ...timed },
    { kind: "retire", name: "retire", delaySeconds: LEAST, then: "delete" },
  ];
  const lists = (length: number): Stage[][] =>
    length === 0 ? [[]] : lists(length - 1).flatMap((list) => choices.map((stage) => [...list, stage]));
  const all = Array.from({ length: most - 1 }, (_, index) => index + 1).flatMap(lists);
  return all.flatMap((stages) =>
    (["extend", "hold", "rollback"] as const).map((onInconclusive) => ({
      stages: [first(stages), ...stages],
      gates: [],
      onInconclusive,
    })),
  );
}
