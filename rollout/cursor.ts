import type { Sides } from "./traffic";

/** Why a rollout stands still until somebody says what is to happen. */
export const holds = ["paused", "weights", "plan", "live", "inconclusive", "approval", "metrics"] as const;

export type Hold = (typeof holds)[number];

export type Status = "running" | "held" | "succeeded" | "rolledBack";

/**
 * Where a rollout is. It lies in one tag of the endpoint, written in the same `PUT` as the weights, so that the two cannot
 * disagree.
 */
export interface Cursor extends Sides {
  /** Eight hexadecimal digits, drawn when the rollout began. */
  readonly id: string;
  /** The first twelve hexadecimal digits of the plan's hash. */
  readonly plan: string;
  /** Rises by one with every write. */
  readonly sequence: number;
  /** Index of the stage in the plan. */
  readonly stage: number;
  readonly status: Status;
  /** Present exactly where the status is `held`. */
  readonly hold?: Hold;
  /** Seconds since 1970 at which the stage began, or went on after it was held. All of its times count from here. */
  readonly since: number;
  /** True once somebody agreed to the next stage. */
  readonly isApproved: boolean;
  /** The first twelve hexadecimal digits of the hash of what the live deployment runs. */
  readonly liveContent: string;
  /** The same of the candidate. Where the status is `rolledBack` this content failed, and is not made again by itself. */
  readonly candidateContent: string;
}

/** Name of the tag. */
export const CURSOR_TAG = "rollout";

/** The longest value that Azure takes for a tag. Source: "Use tags to organize your Azure resources". */
export const LONGEST_TAG = 256;

const statuses = { running: "running", approved: "running", succeeded: "succeeded", rolledBack: "rolledBack" } as const;

/** The tag's value: at most {@link LONGEST_TAG} characters, fields in a fixed order behind the number of the form. */
export function cursorText(cursor: Cursor): string {
  const { id, plan, sequence, stage, status, hold, since, isApproved, live, candidate } = cursor;
  const shown = status === "held" ? `held-${hold}` : status === "running" && isApproved ? "approved" : status;
  const contents = [cursor.liveContent, cursor.candidateContent];
  return ["1", id, plan, sequence, stage, shown, since, live, candidate, ...contents].join("|");
}

/** The cursor in a tag's value; undefined where somebody else wrote it or changed it. */
export function parseCursor(text: string): Cursor | undefined {
  const form =
    /^1\|([0-9a-f]{8})\|([0-9a-f]{12})\|(\d+)\|(\d+)\|([a-zA-Z-]+)\|(\d+)\|([\w-]+)\|([\w-]+)\|([0-9a-f]{12})\|([0-9a-f]{12})$/;
  const found = form.exec(text);
  if (!found) return undefined;
  const [, id = "", plan = "", sequence, stage, shown = "", since, live = "", candidate = ""] = found;
  const [liveContent = "", candidateContent = ""] = found.slice(9);
  const hold = holds.find((reason) => shown === `held-${reason}`);
  const status = hold ? "held" : Object.entries(statuses).find(([word]) => word === shown)?.[1];
  if (!status) return undefined;
  const cursor: Cursor = {
    ...{ id, plan, sequence: Number(sequence), stage: Number(stage), status, ...(hold && { hold }) },
    ...{ since: Number(since), isApproved: shown === "approved", live, candidate, liveContent, candidateContent },
  };
  // Nobody but a person writes a number in another way.
  return cursorText(cursor) === text ? cursor : undefined;
}

/** True where nothing of the rollout is left to do but what an `up` does. */
export function isOver({ status }: Cursor): boolean {
  return status === "succeeded" || status === "rolledBack";
}
