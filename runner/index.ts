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
