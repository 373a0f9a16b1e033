/**
 * What works with the Pulumi engine from outside a program.
 *
 * ```ts
 * import { recover } from "pulumi-azureml/runner";
 *
 * const { steps } = await recover({ cwd: "infra", stack: "prod" });
 * ```
 *
 * @module pulumi-azureml/runner
 */
export { EngineFault, type EngineFaultKind } from "./engine/engine-fault";
export type { PulumiOptions } from "./engine/pulumi";
export type { StackPlace } from "./engine/backend-folder";
export type { LockHolder } from "./engine/stack-lock";
export type { PendingOperation, StackState, StateResource } from "./engine/stack-state";
export { carryOut, nothingToDo, recover } from "./recover/carry-out";
export type { Found, Patience } from "./recover/look-up";
export { StackLocked } from "./recover/held";
export { planRecovery, type Recovery, type RecoverOptions } from "./recover/recovery";
export type { Remedy, RecoveryStep } from "./recover/recovery-step";
export type { Command as RolloutOrder, Intent } from "../rollout/situation";
export { isOver } from "../rollout/cursor";
export { stateOf } from "../rollout/state-of";
export { advance, inspect, type Inspection, type Step, type Surroundings } from "./rollout/advance";
export { Journal, type JournalEntry, JournalMoved } from "./rollout/journal";
export { type DirectOptions, rollBackDirectly } from "./rollout/direct";
export { goBack } from "./rollout/go-back";
export { type Lease, LeaseHeld, withoutLease } from "./rollout/lease";
export { openRollout, type OpenRollout, type RolloutOptions } from "./rollout/open";
export { type FirstOptions, onNewVersion, type OnNewVersion, programFirst } from "./rollout/program-first";
export { carryOut as carryOutOrder, run, type Run, type RunOptions } from "./rollout/run";
export { look } from "./rollout/service";
