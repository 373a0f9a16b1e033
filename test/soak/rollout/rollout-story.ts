import type { Random } from "../../kills/random";
import { golden, type Release, type Side } from "./release";
import type { Share } from "./judge-writes";

/** The plan of all releases of a run with kills, as it has to show. */
export const plan: readonly Share[] = [
  { kind: "provision", candidate: 0 },
  { kind: "smoke", candidate: 0 },
  { kind: "mirror", candidate: 0, mirror: 10 },
  { kind: "shift", candidate: 20 },
  { kind: "shift", candidate: 50 },
  { kind: "shift", candidate: 100 },
  { kind: "bake", candidate: 100 },
  { kind: "retire", candidate: 100 },
];

/** What is to become of a release: it passes, it fails a golden request, or somebody aborts it at some time. */
export type Fate = "healthy" | "fails a golden request" | "aborted";

/** A release with the deployment that is new in it. */
export interface NextRelease {
  release: Release;
  candidate: Side;
}

/** The releases of an endpoint, one after the other: the deployment that is free gets the next one. */
export class Releases {
  private number = 1;
  private live: Side = { name: "blue", RELEASE: "1" };

  /** What is there before the first rollout. */
  get first(): Release {
    return { live: this.live };
  }

  /** The next one. */
  next(fate: Fate = "healthy"): NextRelease {
    const name = this.live.name === "blue" ? "green" : "blue";
    const fails = fate === "fails a golden request" ? ({ FAILS: "all" } as const) : {};
    const candidate: Side = { name, RELEASE: String((this.number += 1)), ...fails };
    const options = { weights: [20, 50], plan: { smoke: golden, mirror: 10 } };
    return { release: { live: this.live, candidate, ...options }, candidate };
  }

  /** The candidate is the live deployment from now on. */
  follow(candidate: Side): void {
    this.live = candidate;
  }
}

export function randomFate(random: Random): Fate {
  return random.of<Fate>(["healthy", "healthy", "fails a golden request", "aborted"]);
}
