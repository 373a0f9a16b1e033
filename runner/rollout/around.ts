import type { GateResult } from "../../rollout/gates";
import type { Intent } from "../../rollout/situation";
import type { Journal } from "./journal";
import type { Lease } from "./lease";
import type { RolloutService } from "./service";

/** Everything around a rollout that is not decided here. */
export interface Surroundings {
  readonly service: RolloutService;
  readonly endpoint: string;
  /** The journal as it is now; each step opens it, so that what others did meanwhile is no hindrance. */
  readonly journal: () => Promise<Journal>;
  readonly lease: Lease;
  /** Who works here, for the journal. */
  readonly by: string;
  /** A plain `up` of the program. `cutOff`: when one of this machine's runner began that was killed, and left what it left. */
  readonly up: (cutOff: Date | undefined) => Promise<void>;
  /** True while an update of the stack is under way, as far as its backend tells. */
  readonly isUpdated: () => Promise<boolean>;
  /** Sends the golden requests of the stage to the candidate. */
  readonly smoke: (intent: Intent, stage: number) => Promise<{ result: "pass" | "fail"; evidence: unknown }>;
  /** The verdict of each gate about what was measured since the stage began. */
  readonly gates: (intent: Intent, since: number, now: number) => Promise<GateResult[]>;
  /** The time that all of a rollout's times are measured by. */
  readonly now: () => Date;
  /** Waits; ends early where the signal says so. */
  readonly sleep: (milliseconds: number, signal?: AbortSignal) => Promise<void>;
  /** Draws the id of a rollout that begins: eight hexadecimal digits. */
  readonly newId: () => string;
}
