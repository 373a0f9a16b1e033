import { ArmError } from "../azure/arm-error";
import { RoleOnItsWay } from "./role-on-its-way";

/** Codes of operations that gave way to another one. Source: "Troubleshoot online endpoints", `OperationCanceled`. */
const gaveWay = /^(conflict|canceled|operationcancell?ed|operationpreempted|etagmismatch)$/i;
const broke = /^(internalservererror|internalerror|serviceunavailable|serverbusy|gatewaytimeout)$/i;
/** Somebody else has the name, and keeps it. */
const taken = /^endpointalreadyexists$|nametaken|namenotavailable/i;
const ours = /^(signinfailed|foreignhost|operationtimeout)$/i;

/**
 * How often in a row a write that failed so is worth building anew. A conflict passes when the other writer is done; a
 * fault of the service, or an answer that got lost, may pass; all else is final.
 */
export function attemptsAfter(error: unknown): number {
  if (error instanceof RoleOnItsWay) return Infinity;
  if (!(error instanceof ArmError) || ours.test(error.code) || taken.test(error.code)) return 0;
  const { status, code } = error;
  if ([409, 412, 429].includes(status) || gaveWay.test(code)) return 20;
  return status === 0 || status === 408 || status >= 500 || broke.test(code) ? 5 : 0;
}

/** True where nothing tells whether the service took the write on. */
export function mayHaveArrived(error: unknown): boolean {
  if (!(error instanceof ArmError) || ours.test(error.code)) return false;
  return error.status === 0 || error.status === 408 || error.status >= 500;
}
