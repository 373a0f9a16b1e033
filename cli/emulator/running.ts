import { type EmulatorStatus, readStatus } from "../../emulator/index";
import { Failure } from "../failure";
import { startCommand } from "./naming";

/** The status of a local Azure ML that has to be running. */
export async function runningEmulator(name: string): Promise<EmulatorStatus> {
  const status = await readStatus(name);
  if (status) return status;
  throw new Failure(`the local Azure ML "${name}" is not running`, `start it: ${startCommand(name)}`);
}
