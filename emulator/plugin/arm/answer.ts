import { asText, isObject } from "../schema/value";
import type { Values } from "../schema/value";

/** An HTTP answer, read to its end. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** An answer's body; undefined where it is no JSON object. */
export function bodyOf(answer: Answer): Values | undefined {
  try {
    const body: unknown = JSON.parse(answer.text);
    return isObject(body) ? body : undefined;
  } catch {
    return undefined;
  }
}

/** The service's word for what went wrong; empty where it gives none. */
export function errorCode(answer: Answer): string {
  const body = bodyOf(answer) ?? {};
  const inner = isObject(body["error"]) ? body["error"] : body;
  return asText(inner["code"] ?? answer.headers.get("x-ms-error-code") ?? "");
}

/** An answer that says no, in the words of the provider. */
export class ArmError extends Error {
  override readonly name = "ArmError";
  readonly status: number;

  constructor(answer: Answer) {
    const error = bodyOf(answer)?.["error"];
    const message = isObject(error) && typeof error["message"] === "string" ? error["message"] : answer.text;
    const code = errorCode(answer);
    super(`Status=${answer.status} ${code === "" ? "" : `Code="${code}" `}Message="${message}"`);
    this.status = answer.status;
  }
}

/** How long the service asks to wait, in milliseconds; 0 where it does not say. */
export function retryAfter(answer: Answer): number {
  for (const [header, unit] of [
    ["retry-after-ms", 1],
    ["x-ms-retry-after-ms", 1],
    ["retry-after", 1000],
  ] as const) {
    const value = answer.headers.get(header) ?? "";
    if (Number.parseInt(value, 10) > 0) {
      return Number.parseInt(value, 10) * unit;
    }
    if (header === "retry-after" && !Number.isNaN(Date.parse(value))) {
      return Math.max(0, Date.parse(value) - Date.now());
    }
  }
  return 0;
}
