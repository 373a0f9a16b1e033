import type { ServerResponse } from "node:http";

/** An answer of the front end's own. */
export interface Answer {
  status: number;
  contentType: string;
  body: string;
  /** `ms-azureml-model-error-reason`. */
  reason?: string;
  /** `ms-azureml-model-error-statuscode`. */
  modelStatus?: number;
}

/** Plain text, where the service's own words are known. */
export function plain(status: number, body: string): Answer {
  return { status, contentType: "text/plain", body };
}

/** An error object as Azure's clients read it, where they are not. */
export function problem(status: number, code: string, message: string): Answer {
  return { status, contentType: "application/json", body: JSON.stringify({ error: { code, message } }) };
}

/** Status and words for what can go wrong on the way to a deployment (Microsoft Docs, "Troubleshoot online endpoints"). */
export const FAILURES = {
  timeout: plain(408, "upstream request timeout"),
  too_many_pending: { ...plain(429, ""), reason: "too_many_pending_request" },
  not_ready: {
    ...problem(424, "FailedDependency", "The deployment has no instance that is ready for requests."),
    reason: "model_not_ready",
    modelStatus: 503,
  },
  connection_lost: {
    ...plain(424, "upstream connect error or disconnect/reset before headers. reset reason: connection termination"),
    reason: "model_error",
    modelStatus: 503,
  },
  platform_failure: problem(500, "InternalServerError", "The platform failed to answer the request."),
  unavailable: problem(503, "ServiceUnavailable", "The service is temporarily unavailable."),
} satisfies Record<string, Answer>;

/** Sends an answer; `headers` alternate name and value. */
export function send(response: ServerResponse, answer: Answer, headers: readonly string[]): void {
  const all = [
    ...headers,
    "content-type",
    answer.contentType,
    "content-length",
    String(Buffer.byteLength(answer.body)),
  ];
  if (answer.reason !== undefined) all.push("ms-azureml-model-error-reason", answer.reason);
  if (answer.modelStatus !== undefined) all.push("ms-azureml-model-error-statuscode", String(answer.modelStatus));
  response.writeHead(answer.status, all);
  response.end(answer.body);
}
