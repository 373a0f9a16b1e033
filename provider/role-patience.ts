import { describeMissingRight, missingRight } from "../azure/missing-right";
import { type Clock, systemClock } from "./clock";

/**
 * Seconds that a role may take from its assignment until it counts. Source: "Troubleshoot Azure RBAC", which says up to ten
 * minutes, in rare cases; five are what most take and what a missing role costs at most.
 */
export const ROLE_WAIT = 300;

/** Milliseconds between attempts, doubled each time. */
const FIRST_WAIT = 2000;
const LONGEST_WAIT = 30_000;

/** How long refusals for want of a role are borne, from the first one on. With 0 seconds, not at all: for previews. */
export class RolePatience {
  private deadline: number | undefined;

  constructor(
    private readonly seconds: number,
    private readonly clock: Clock = systemClock,
  ) {}

  /** Does what may be done any number of times, until the role counts. Other failures pass at once. */
  async repeat<T>(work: () => Promise<T>): Promise<T> {
    for (let wait = FIRST_WAIT; ; wait = Math.min(wait * 2, LONGEST_WAIT)) {
      try {
        return await work();
      } catch (error) {
        const left = this.bear(error);
        await this.clock.sleep(Math.min(wait, left));
      }
    }
  }

  /** Milliseconds that are left to bear a refusal. Throws every other failure, and with the missing role once none are. */
  bear(error: unknown): number {
    const right = missingRight(error);
    if (!right) throw error;
    this.deadline ??= this.clock.now() + this.seconds * 1000;
    const left = this.deadline - this.clock.now();
    if (left > 0) return left;
    const waited = this.seconds > 0 ? ` after ${this.seconds} s of waiting for it` : "";
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`${describeMissingRight(right)}${waited} (${reason})`);
  }
}
