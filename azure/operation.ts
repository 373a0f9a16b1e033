import { createHttpPoller, type OperationResponse } from "@azure/core-lro";
import { ArmError, readErrorBody } from "./arm-error";
import type { ArmResponse } from "./arm-response";

/** Bounds of a long-running operation. */
export interface OperationBounds {
  /** Seconds until the operation has to be over. */
  timeoutSeconds: number;
  /** Milliseconds between looks where the service does not say `Retry-After`. */
  pollIntervalMs: number;
}

/**
 * Waits for the operation that a write started, if it started one: by `Azure-AsyncOperation`, `Location`, or the state
 * of the resource in the answer. Rejects with the code and message that the operation failed with.
 */
export async function finishOperation(
  first: ArmResponse,
  look: (url: string) => Promise<ArmResponse>,
  { timeoutSeconds, pollIntervalMs }: OperationBounds,
): Promise<void> {
  let latest = first;
  const poller = createHttpPoller(
    {
      sendInitialRequest: async () => asOperation(first),
      sendPollRequest: async (url) => asOperation((latest = await look(url))),
    },
    { intervalInMs: pollIntervalMs, resolveOnUnsuccessful: true, skipFinalGet: true },
  );
  const abortSignal = AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000));
  try {
    await poller.pollUntilDone({ abortSignal });
  } catch (error) {
    if (!abortSignal.aborted) throw error;
    const message = `not over after ${Math.round(timeoutSeconds)} s; the service carries on with it`;
    throw new ArmError(first.request, { status: 0, code: "OperationTimeout", message });
  }
  const status = poller.operationState?.status;
  if (status === "failed" || status === "canceled") {
    const given = readErrorBody(latest.body) ?? { code: status, message: "the service gives no reason" };
    throw new ArmError(first.request, { status: latest.status, ...given });
  }
}

function asOperation({ method, url, status, headers, body }: ArmResponse): OperationResponse {
  return { flatResponse: body, rawResponse: { statusCode: status, headers, body, request: { method, url } } };
}
