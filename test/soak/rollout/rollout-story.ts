import type { Random } from "../../kills/random";
import type { Share } from "./judge-writes";
import { golden, type Release, type Side } from "./release";

/** A plan as the program says it, and as it has to show. */
export interface Path {
  said: Pick<Release, "weights" | "plan">;
  shows: readonly Share[];
  /** True where a preview has to show nothing in the end. */
  withPreview: boolean;
}

/** How every plan ends. */
const atLast: readonly Share[] = [
  { kind: "shift", candidate: 100 },
  { kind: "bake", candidate: 100 },
  { kind: "retire", candidate: 100 },
];

/** A plan with every kind of stage. */
export const longPath: Path = {
  withPreview: true,
  said: { weights: [20, 50], plan: { smoke: golden, mirror: 10 } },
  shows: [
    { kind: "provision", candidate: 0 },
    { kind: "smoke", candidate: 0 },
    { kind: "mirror", candidate: 0, mirror: 10 },
    { kind: "shift", candidate: 20 },
    { kind: "shift", candidate: 50 },
    ...atLast,
  ],
};

/** A short one, for the ordinary run of tests. */
export const shortPath: Path = {
  withPreview: false,
  said: { weights: [50], plan: { smoke: golden } },
  shows: [
    { kind: "provision", candidate: 0 },
    { kind: "smoke", candidate: 0 },
    { kind: "shift", candidate: 50 },
    ...atLast,
  ],
};

/** What is to become of a release: it passes, it fails a golden request, or somebody aborts it at some time. */
export type Fate = "healthy" | "fails a golden request" | "aborted";

/** A release with the deployment that is new in it. */
export interface NextRelease {
  release: Release;
  candidate: Side;
  path: Path;
}

/** The releases of an endpoint, one after the other: the deployment that is free gets the next one. */
export class Releases {
  private number = 1;
  private live: Side = { name: "blue", RELEASE: "1" };

  constructor(private readonly path: Path) {}

  /** What is there before the first rollout. */
  get first(): Release {
    return { live: this.live };
  }

  /** The next one. */
  next(fate: Fate = "healthy"): NextRelease {
    const name = this.live.name === "blue" ? "green" : "blue";
    const fails = fate === "fails a golden request" ? ({ FAILS: "all" } as const) : {};
    const candidate: Side = { name, RELEASE: String((this.number += 1)), ...fails };
    const { path } = this;
    return { release: { live: this.live, candidate, ...path.said }, candidate, path };
  }

  /** The candidate is the live deployment from now on. */
  follow(candidate: Side): void {
    this.live = candidate;
  }
}

export function randomFate(random: Random): Fate {
  return random.of<Fate>(["healthy", "healthy", "fails a golden request", "aborted"]);
}
