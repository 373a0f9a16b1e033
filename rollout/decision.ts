import type { Cursor } from "./cursor";
import type { Weights } from "./traffic";

/** How a rollout stands once nothing more is to be done now. */
export type Ending = "succeeded" | "rolledBack" | "held" | "rollbackFailed";

/** One `PUT` of the endpoint. */
export interface Write {
  readonly do: "write";
  readonly reason: string;
  readonly cursor: Cursor;
  /** All of them, also where they stay as they are: a `PUT` says them again, and must not say what somebody else wrote. */
  readonly weights: Weights;
  /** Present where it only writes a cursor once more that was lost: what was asked for is still to come. */
  readonly restores?: true;
}

/** One effect, and why. */
export type Decision = { readonly reason: string } & (
  | Write
  /** A plain `up`: the program declares what the cursor says. */
  | { readonly do: "up" }
  /** Golden requests to the candidate; then decide again with their result. */
  | { readonly do: "smoke" }
  /** Nothing for now. `seconds`: until something may be different; undefined where that is not known. */
  | { readonly do: "wait"; readonly seconds?: number; readonly for?: "approval" }
  | { readonly do: "stop"; readonly ending: Ending }
  /** What was asked for, or what the program says, can't be. Nothing is done. */
  | { readonly do: "refuse" }
);
