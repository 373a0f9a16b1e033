import type { Cursor } from "./cursor";
import type { Verdict } from "./gates";
import type { Plan } from "./plan";
import type { Sides, Weights } from "./traffic";

/** How a deployment stands: `busy` while an operation works on it. */
export type Standing = "missing" | "busy" | "ready" | "failed";

/** What somebody asks of a rollout. */
export type Command = "pause" | "resume" | "promote" | "abort" | "retry";

/** What a program says of a rollout. */
export interface Intent extends Sides {
  readonly plan: Plan;
  /** The first twelve hexadecimal digits of the plan's hash. */
  readonly planHash: string;
  readonly liveContent: string;
  readonly candidateContent: string;
  /** How many instances the program gives the candidate. */
  readonly candidateInstances?: number;
  /** The stage that the program says itself, where it does: then nobody else moves the weights. */
  readonly stage?: string;
}

/** All that a decision rests on. Two decisions about the same situation are the same. */
export interface Situation {
  readonly intent: Intent;
  /** Id for a rollout that begins now. */
  readonly newId: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly endpoint: {
    /** False while an operation works on the endpoint. */
    readonly isReady: boolean;
    readonly cursor: Cursor | undefined;
  } & Weights;
  readonly live: Standing;
  readonly candidate: Standing;
  /** Instances of the candidate, where it is there. */
  readonly candidateInstances?: number;
  /** When it was made, in seconds since 1970, as far as the service says so. */
  readonly candidateMade?: number;
  /** How many deployments the endpoint has. */
  readonly deployments: number;
  /** The cursor that the journal has as the last one written. The endpoint's own counts, where there is one. */
  readonly remembered?: Cursor;
  /** Of what was measured since the stage began; of no account in stages without requests. */
  /** True while an update of the stack is under way; looked at where what it has read long before could do harm. */
  readonly isUpdated?: boolean;
  readonly verdict: Verdict;
  /** True where the metrics could not be read, however often it was tried. */
  readonly isBlind?: boolean;
  /** How the golden requests went, where they were just sent. */
  readonly smoke?: "pass" | "fail";
  readonly command?: Command;
}
