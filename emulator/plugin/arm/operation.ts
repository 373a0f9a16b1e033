import { asText, isObject } from "../schema/value";
import type { Values } from "../schema/value";
import { ArmError, bodyOf, retryAfter } from "./answer";
import type { Answer } from "./answer";
import { pause } from "./connection";
import type { ArmConnection, Request } from "./connection";

const SUCCEEDED = "succeeded";
const TERMINAL = new Set([SUCCEEDED, "failed", "canceled", "cancelled"]);

/** How an operation shows its progress (Azure Resource Manager: asynchronous operations). */
interface Watch {
  readonly url: string;
  readonly query?: Values | undefined;
  state(answer: Answer): string;
  /** Whether the result lies at the resource itself. */
  readonly resultAtResource: boolean;
}

/**
 * Follows a long-running operation from its first answer to its end and gives the last answer: an ARM error where it
 * failed, the signal's reason where it was left.
 */
export async function follow(
  connection: ArmConnection,
  request: Request,
  first: Answer,
  every: number,
  signal: AbortSignal,
): Promise<Answer> {
  if (!isSuccess(first)) {
    throw new ArmError(first);
  }
  const watch = watchOf(request, first);
  if (watch === undefined) {
    return first;
  }
  let answer = first;
  let state = firstState(first, watch);
  if (retryAfter(first) > 0) {
    await pause(retryAfter(first), signal);
  }
  while (!TERMINAL.has(state)) {
    answer = await connection.send({ method: "GET", url: watch.url, query: watch.query }, signal);
    state = watch.state(answer);
    if (!TERMINAL.has(state)) {
      await pause(retryAfter(answer) || every, signal);
    }
  }
  if (state !== SUCCEEDED) {
    throw new ArmError(answer);
  }
  if (watch.resultAtResource) {
    answer = await connection.send({ ...request, method: "GET", body: undefined }, signal);
  }
  if (!isSuccess(answer)) {
    throw new ArmError(answer);
  }
  return answer;
}

const isSuccess = (answer: Answer): boolean => answer.status >= 200 && answer.status < 300;

function watchOf(request: Request, first: Answer): Watch | undefined {
  const written = request.method === "PUT" || request.method === "PATCH";
  const operation = first.headers.get("azure-asyncoperation");
  if (operation !== null) {
    return { url: operation, state: stateOfOperation, resultAtResource: written };
  }
  const location = first.headers.get("location");
  if (location !== null) {
    return { url: withApiVersion(location, request), state: stateAtLocation, resultAtResource: false };
  }
  if (written) {
    return { url: request.url, query: request.query, state: stateOfResource, resultAtResource: false };
  }
  if (first.status === 202) {
    throw new Error("response is missing polling URL");
  }
  return undefined;
}

function firstState(first: Answer, watch: Watch): string {
  const state = provisioningState(first);
  const resourceIsAll = watch.state === stateOfResource;
  return state === undefined && resourceIsAll && first.status === 200 ? SUCCEEDED : (state ?? "inprogress");
}

function stateOfOperation(answer: Answer): string {
  const status = bodyOf(answer)?.["status"];
  if (!isSuccess(answer)) {
    throw new ArmError(answer);
  }
  if (typeof status !== "string" || status === "") {
    throw new Error("the response did not contain a status");
  }
  return status.toLowerCase();
}

/** 202 says «not yet», and so do a throttled look and one that took too long. */
function stateAtLocation(answer: Answer): string {
  const waiting = [202, 408, 429, 500, 502, 503, 504].includes(answer.status);
  return provisioningState(answer) ?? (waiting ? "inprogress" : isSuccess(answer) ? SUCCEEDED : "failed");
}

function stateOfResource(answer: Answer): string {
  if (!isSuccess(answer)) {
    throw new ArmError(answer);
  }
  return provisioningState(answer) ?? SUCCEEDED;
}

function provisioningState(answer: Answer): string | undefined {
  const properties = bodyOf(answer)?.["properties"];
  const state = isObject(properties) ? properties["provisioningState"] : undefined;
  return typeof state === "string" && state !== "" ? state.toLowerCase() : undefined;
}

/** Some services give a Location without an api-version, which no ARM endpoint answers. */
function withApiVersion(location: string, request: Request): string {
  const version = request.query?.["api-version"];
  if (location.includes("api-version=") || version === undefined) {
    return location;
  }
  return `${location}${location.includes("?") ? "&" : "?"}api-version=${asText(version)}`;
}
