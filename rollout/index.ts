/**
 * Plans of a staged rollout as plain data, what each stage means, and what is to be done next. Pure: nothing here talks to
 * Azure.
 *
 * @module rollout
 */
export type { Duration } from "./duration";
export {
  absolute,
  type AbsoluteGate,
  type Gate,
  type GateResult,
  judge,
  type Minute,
  type Verdict,
  verdictOf,
} from "./gates";
export { plan, PlanError, stageNames, type Plan, type Stage } from "./plan";
export type {
  Approval,
  BakeStage,
  MirrorStage,
  ProvisionStage,
  RetireStage,
  ScaleStage,
  ShiftStage,
  SmokeStage,
} from "./plan";
export { planFaults } from "./plan-faults";
export type { GoldenRequest } from "./smoke";
export { blueGreen, canary, linear, type LinearOptions, type StrategyOptions } from "./strategies";
export { timeSpent, type TimeSpent, type Written } from "./time-spent";
export { estimates, type Expected, type StageEstimate } from "./estimate";
export { traffic, type Sides } from "./traffic";
