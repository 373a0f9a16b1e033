import { isRestError, type PipelineResponse } from "@azure/core-rest-pipeline";
import type { z } from "zod";
import { ArmError, readErrorBody } from "./arm-error";
import { messageOf } from "./error-message";

/** An answer of ARM, its body parsed. */
export interface ArmResponse {
  /** What was asked, for example `PUT onlineEndpoints/fraud`. */
  request: string;
  method: string;
  url: string;
  status: number;
  /** Header names in lower case. */
  headers: Record<string, string>;
  body: unknown;
}

/** `PUT onlineEndpoints/fraud`: what matters of a request's first line. */
export function requestLine(method: string, url: string): string {
  const { pathname } = new URL(url);
  const [, inWorkspace] = /\/workspaces\/[^/]+\/(.+)$/i.exec(pathname) ?? [];
  return `${method} ${decodeURIComponent(inWorkspace ?? pathname)}`;
}

/** The error of an answer that is one. */
export function refused(request: string, response: PipelineResponse): ArmError {
  const { status, headers, bodyAsText } = response;
  const seconds = Number(headers.get("Retry-After"));
  const error = readErrorBody(readBody(response)) ?? { code: "NoReason", message: bodyAsText?.slice(0, 200) ?? "" };
  return new ArmError(request, { status, ...error, retryAfterMs: seconds > 0 ? seconds * 1000 : undefined });
}

/** Rejects for a request that got no answer: the service is out of reach, or there was no token. */
export function unreached(request: string, error: unknown): never {
  const code = isRestError(error) ? (error.code ?? error.name) : "SignInFailed";
  throw new ArmError(request, { status: 0, code, message: messageOf(error) });
}

/** The body, if it has the shape that is relied on. */
export function checked<T>({ request, status, body }: ArmResponse, shape: z.ZodType<T>): T {
  const { data, error } = shape.safeParse(body);
  if (!error) return data;
  const faults = error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  throw new ArmError(request, { status, code: "UnexpectedAnswer", message: faults });
}

/** The parsed body; undefined where it is no JSON. */
export function readBody({ bodyAsText }: PipelineResponse): unknown {
  try {
    return bodyAsText ? JSON.parse(bodyAsText) : undefined;
  } catch {
    return undefined;
  }
}
