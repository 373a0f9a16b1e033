import type { Gate } from "./gates";
import type { GoldenRequest } from "./smoke";

/** Unique in the plan. Stack configuration names a stage by it, so it stays the same as long as the stage means the same. */
interface Named {
  readonly name: string;
}

/** How long a stage with traffic lasts, in seconds. */
interface Timed {
  /** It takes at least so long, whatever the gates say. */
  readonly minSeconds: number;
  /** Without a verdict of the gates by then, {@link Plan.onInconclusive} says what happens. */
  readonly maxSeconds: number;
}

/** A person has to agree before a stage begins. */
export interface Approval {
  /** Seconds to wait for it, from when it could first have been given. */
  readonly expiresSeconds: number;
  /** What happens where nobody agreed by then. */
  readonly onExpiry: "rollback" | "hold";
}

/** The candidate comes up beside the live deployment and gets no request. */
export interface ProvisionStage extends Named {
  readonly kind: "provision";
  /** Seconds until it has to be ready. */
  readonly maxSeconds: number;
  /** Instances that it comes up with, from 1. Left out: as many as the program says. */
  readonly instances?: number;
}

/** The candidate answers golden requests, sent to it alone by the header `azureml-model-deployment`. */
export interface SmokeStage extends Named {
  readonly kind: "smoke";
  readonly requests: readonly GoldenRequest[];
}

/** The candidate gets copies of live requests; nobody sees its answers. */
export interface MirrorStage extends Named, Timed {
  readonly kind: "mirror";
  /** Percent of the live traffic: a whole number from 1 to 50. */
  readonly percent: number;
}

/**
 * The candidate gets another number of instances, while its share stays as it is. The live deployment keeps all of its own
 * until it retires, so that it can take everything back at any moment. After it the candidate answers the plan's golden
 * requests again.
 */
export interface ScaleStage extends Named {
  readonly kind: "scale";
  /** From 1; `asGiven`: as many as the program says. */
  readonly instances: number | "asGiven";
  /** Seconds until they have to be there. */
  readonly maxSeconds: number;
}

/** The candidate gets a share of the live traffic. */
export interface ShiftStage extends Named, Timed {
  readonly kind: "shift";
  /** Percent of the live traffic: a whole number from 1 to 100. */
  readonly weight: number;
  readonly approval?: Approval;
}

/** Everything stays as it is for a while, with the former deployment still warm. */
export interface BakeStage extends Named, Timed {
  readonly kind: "bake";
}

/** The former deployment goes, or shrinks to one instance. */
export interface RetireStage extends Named {
  readonly kind: "retire";
  /** Seconds that it is still kept as it was. */
  readonly delaySeconds: number;
  readonly then: "delete" | "scaleDown";
}

/** One step of a plan. */
export type Stage = ProvisionStage | SmokeStage | MirrorStage | ScaleStage | ShiftStage | BakeStage | RetireStage;

/**
 * The way from one deployment to another as plain data. It survives JSON unchanged and holds its members in one order, so
 * equal plans have equal JSON and so equal hashes.
 */
export interface Plan {
  readonly stages: readonly Stage[];
  /** What is looked at while the candidate gets requests. */
  readonly gates: readonly Gate[];
  /** What happens where a stage lasted as long as it may and the gates have no verdict. */
  readonly onInconclusive: "extend" | "hold" | "rollback";
}
