import { sameTraffic } from "../../../arm/traffic";
import { brokenInvariants } from "../../../rollout/invariants";
import { type Cursor, isOver } from "../../../rollout/cursor";
import { decide } from "../../../rollout/decide";
import type { Decision, Write } from "../../../rollout/decision";
import { desired } from "../../../rollout/desired";
import type { Verdict } from "../../../rollout/gates";
import type { Plan, Stage } from "../../../rollout/plan";
import type { Command, Intent, Situation, Standing } from "../../../rollout/situation";

/** How long the stage lasts: not as long as it must, long enough, as long as it may, past the time for an approval. */
const ages = ["young", "due", "late", "expired"] as const;
type Age = (typeof ages)[number];

/** Seconds of the abstract plans. */
export const LEAST = 10;
export const MOST = 100;
export const EXPIRES = 1000;
const seconds: Record<Age, number> = { young: 0, due: LEAST, late: MOST, expired: LEAST + EXPIRES };

type RunnerName = "first" | "second";

/** What a runner has in mind: the write that it decided, on the sequence number that it read. */
interface Mind {
  write: Write;
  readSequence: number;
  readTraffic: World["traffic"];
  readMirror: number;
}

/** A moment of an abstract endpoint, two runners, an engine and the people around them. */
export interface World {
  traffic: Readonly<Record<string, number>>;
  mirror: number;
  cursor: Cursor | undefined;
  /** A write that the service took on, and that shows once it is over. */
  underWay: Write | undefined;
  live: Standing;
  candidate: Standing;
  age: Age;
  verdict: Verdict;
  lease: RunnerName | undefined;
  minds: Readonly<Partial<Record<RunnerName, Mind>>>;
  /** What an `up` that is under way will do; it read the cursor before. */
  up: { live: boolean; candidate: "make" | "delete" | "leave" } | undefined;
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
    this.intent = { plan, planHash: hash, live: LIVE, candidate: CANDIDATE, liveContent: hash, candidateContent: hash };
  }

  readonly beginning: World = {
    traffic: { [LIVE]: 100 },
    mirror: 0,
    cursor: undefined,
    underWay: undefined,
    live: "ready",
    candidate: "missing",
    age: "young",
    verdict: "inconclusive",
    lease: undefined,
    minds: {},
    up: undefined,
    hasPassedSmoke: false,
  };

  /** The same text for worlds that differ in nothing but how many writes there were, and why. */
  key(world: World): string {
    const { traffic, mirror, cursor, underWay, live, candidate, age, verdict, lease, minds, up, hasPassedSmoke } =
      world;
    const from = cursor?.sequence ?? 0;
    const mind = (one: Mind | undefined): string =>
      one
        ? `${writeKey(one.write, from)}:${one.readSequence - from}:${weightsKey(one.readTraffic, one.readMirror)}`
        : "";
    return [
      weightsKey(traffic, mirror),
      cursor ? cursorKey(cursor, from) : "",
      underWay ? writeKey(underWay, from) : "",
      ...[live, candidate, age, verdict, lease, mind(minds.first), mind(minds.second)],
      up ? `${up.live}${up.candidate}` : "",
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
      ...this.runner(world, "first"),
      ...this.runner(world, "second"),
    ];
  }

  /** The service, time, traffic and people. */
  private surroundings(world: World): [string, World][] {
    const { candidate, age, verdict, underWay, cursor, live } = world;
    const next: [string, World][] = [];
    if (underWay) next.push(["the write is over", this.shown(world, underWay)]);
    if (candidate === "busy") {
      next.push(["the candidate is up", { ...world, candidate: "ready" }]);
      next.push(["the candidate fails", { ...world, candidate: "failed" }]);
    }
    if (candidate === "ready") next.push(["the candidate dies", { ...world, candidate: "failed" }]);
    if (live === "ready") next.push(["the live deployment dies", { ...world, live: "failed" }]);
    if (live === "failed") next.push(["the live deployment is mended", { ...world, live: "ready" }]);
    const older = ages[ages.indexOf(age) + 1];
    if (cursor && !isOver(cursor) && older) next.push(["time passes", { ...world, age: older }]);
    if (verdict === "inconclusive") {
      next.push(["the gates pass", { ...world, verdict: "pass" }]);
      next.push(["a gate fails", { ...world, verdict: "fail" }]);
    }
    if (verdict === "pass") next.push(["a gate fails after all", { ...world, verdict: "fail" }]);
    if (!underWay && cursor?.status === "running" && !world.traffic["stray"]) {
      next.push(["somebody moves the weights", { ...world, traffic: { [LIVE]: 99, stray: 1 }, mirror: 0 }]);
    }
    return next;
  }

  /** A plain `up`, the runner's or anybody's: it reads the cursor, and acts on that later. One at a time has the lock. */
  private ups(world: World): [string, World][] {
    if (world.up) {
      const { live, candidate } = world.up;
      return [
        ["the up is killed", { ...world, up: undefined }],
        ["the up acts", this.acted({ ...world, up: undefined }, live, candidate)],
      ];
    }
    const wants = desired(this.intent, world.cursor);
    const candidate =
      wants.candidate === "gone"
        ? world.candidate === "missing" || world.candidate === "busy"
          ? "leave"
          : "delete"
        : world.candidate === "missing"
          ? "make"
          : "leave";
    const live = wants.live === "gone" && world.live !== "missing";
    return live || candidate !== "leave" ? [["an up begins", { ...world, up: { live, candidate } }]] : [];
  }

  private acted(world: World, deletesLive: boolean, candidate: "make" | "delete" | "leave"): World {
    if (deletesLive) {
      // The service refuses to delete what has traffic; the design must never ask it to.
      if (world.traffic[LIVE]) throw new Error("an up deletes the live deployment while it has traffic");
      if (world.cursor?.status !== "succeeded")
        throw new Error("an up deletes the live deployment of a rollout that goes on");
    }
    if (candidate === "delete" && ((world.traffic[CANDIDATE] ?? 0) > 0 || world.mirror > 0)) {
      throw new Error("an up deletes the candidate while it has traffic");
    }
    return {
      ...world,
      live: deletesLive ? "missing" : world.live,
      candidate:
        candidate === "make" && world.candidate === "missing"
          ? "busy"
          : candidate === "delete"
            ? "missing"
            : world.candidate,
    };
  }

  /** One runner: it gets the lease, reads, decides, and writes if what it read is still so; it may die at any time. */
  private runner(world: World, name: RunnerName): [string, World][] {
    if (world.lease !== name) {
      const free = world.lease === undefined;
      const dead = world.lease !== undefined && world.minds[world.lease] === undefined;
      return free || dead ? [[`${name} takes the lease`, { ...world, lease: name }]] : [];
    }
    const mind = world.minds[name];
    if (!mind) return this.decisions(world, name);
    return [
      [`${name} dies with a write in mind`, { ...world, lease: undefined, minds: without(world.minds, name) }],
      [`${name} writes`, this.written({ ...world, minds: without(world.minds, name) }, mind)],
    ];
  }

  private decisions(world: World, name: RunnerName): [string, World][] {
    const commands: (Command | undefined)[] = [undefined, "pause", "resume", "promote", "abort"];
    return commands.flatMap((command) => {
      const decided = decide(this.situation(world, { command }));
      const what = `${name} decides${command ? ` to ${command}` : ""}`;
      if (decided.do !== "smoke") return this.minded(world, name, what, decided);
      return (["pass", "fail"] as const).flatMap((smoke) => {
        const passed = { ...world, hasPassedSmoke: world.hasPassedSmoke || smoke === "pass" };
        return this.minded(passed, name, `${what}, smoke ${smoke}`, decide(this.situation(world, { command, smoke })));
      });
    });
  }

  private minded(world: World, name: RunnerName, what: string, decision: Decision): [string, World][] {
    if (decision.do !== "write") return [];
    const broken = brokenInvariants(
      this.situation(world, { command: what.includes("promote") ? "promote" : undefined }),
      decision,
    );
    if (broken.length > 0) throw new Error(`${what}: ${broken.join(", ")}: ${JSON.stringify(decision)}`);
    this.checkSmoke(world, decision);
    const { traffic: readTraffic, mirror: readMirror, cursor } = world;
    const mind: Mind = { write: decision, readSequence: cursor?.sequence ?? 0, readTraffic, readMirror };
    return [[what, { ...world, minds: { ...world.minds, [name]: mind } }]];
  }

  private checkSmoke({ hasPassedSmoke, traffic, mirror }: World, { weights }: Write): void {
    const before = traffic[CANDIDATE] ?? 0;
    const rises = (weights.traffic[CANDIDATE] ?? 0) > before || (weights.mirrorTraffic[CANDIDATE] ?? 0) > mirror;
    if (rises && !hasPassedSmoke && this.plan.stages.some(({ kind }) => kind === "smoke")) {
      throw new Error("the candidate gets requests without having passed the golden ones");
    }
  }

  /** The runner reads once more: a write is sent only on what it was decided on. The service takes one at a time. */
  private written(world: World, { write, readSequence, readTraffic, readMirror }: Mind): World {
    const isAsRead =
      (world.cursor?.sequence ?? 0) === readSequence &&
      sameTraffic(world.traffic, readTraffic) &&
      world.mirror === readMirror;
    if (world.underWay || !isAsRead) return world;
    return { ...world, underWay: write };
  }

  private shown(world: World, write: Write): World {
    const { cursor, weights } = write;
    if (cursor.sequence !== (world.cursor?.sequence ?? 0) + 1)
      throw new Error("a sequence number is written twice, or left out");
    const isNew = world.cursor === undefined || isOver(world.cursor);
    const begins =
      isNew || world.cursor?.stage !== cursor.stage || (world.cursor.status === "held" && cursor.status === "running");
    return {
      ...world,
      cursor,
      underWay: undefined,
      traffic: weights.traffic,
      mirror: weights.mirrorTraffic[CANDIDATE] ?? 0,
      hasPassedSmoke: isNew ? false : world.hasPassedSmoke,
      ...(begins ? { age: "young", verdict: "inconclusive" } : {}),
    };
  }

  private situation(world: World, more: Pick<Situation, "command" | "smoke">): Situation {
    const { traffic, mirror, cursor, underWay, live, candidate, age, verdict } = world;
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
      verdict,
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

function without(minds: World["minds"], name: RunnerName): World["minds"] {
  const { [name]: _gone, ...others } = minds;
  return others;
}

/** Plans of up to so many stages in every order of kinds, also those that are not allowed. */
export function allPlans(most: number): Plan[] {
  const timed = { minSeconds: LEAST, maxSeconds: MOST };
  const provision: Stage = { kind: "provision", name: "provision", maxSeconds: MOST };
  const approval = { expiresSeconds: EXPIRES, onExpiry: "rollback" } as const;
  const choices: Stage[] = [
    { kind: "smoke", name: "smoke", requests: [{ name: "one", body: {}, expect: {} }] },
    { kind: "mirror", name: "mirror", percent: 20, ...timed },
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
      stages: [provision, ...stages],
      gates: [],
      onInconclusive,
    })),
  );
}
