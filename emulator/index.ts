/**
 * The local Azure ML: the control plane, the scoring front end with real inference servers, and a blob store, all on
 * loopback.
 *
 * ```ts
 * const emulator = await startEmulator({ folder: "/tmp/azureml" });
 * console.log(emulator.status.armUrl);
 * await emulator.stop();
 * ```
 */
import { realParts } from "./parts";
import { start, type Emulator, type EmulatorOptions } from "./start";

export { dashboardUrl } from "./dashboard/dashboard-url";
export { readStatus, startDaemon, stopDaemon, type DaemonOptions } from "./daemon";
export { execEnvironment, type ExecOptions } from "./exec";
export { faultKinds, kinds, type Fault, type FaultKind, type ListedFault } from "./faults/fault";
export { FaultClient, type FaultEntry } from "./faults/fault-client";
export type { FaultControl } from "./faults/faults";
export { InvalidFault, readFault, type Wrong } from "./faults/invalid-fault";
export { emulatorFolder, homeFolder } from "./home";
export { preparePythonEnvironment, type PythonEnvironmentSpec } from "./serving/python-environment";
export type { EmulatorStatus } from "./status";
export type { Emulator, EmulatorOptions };

/** Starts a local Azure ML in this process; it is ready when the promise settles. */
export async function startEmulator(options: EmulatorOptions): Promise<Emulator> {
  return start(options, realParts(options));
}
