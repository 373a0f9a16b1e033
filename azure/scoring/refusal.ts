import { deploymentOf, modelReasonOf, modelStatusOf, requestIdOf } from "./answer-headers";
import type { Answer } from "./exchange";
import { ModelError, ScoringError, type AnsweredFailure, type ScoringFailureFacts } from "./scoring-error";

/** Whom a request was for, and what it cost. */
export interface Asking {
  host: string;
  /** Deployment that was asked for. */
  deployment?: string;
  durationMs: number;
  tries: number;
  /** What it was sent with; masked wherever the answer repeats it. */
  secret: string;
}

/** Characters of an answer that a message repeats. */
const SHOWN = 200;

/** The error for an answer that is no success. Status codes: Microsoft Docs, "Troubleshoot online endpoints". */
export function refusalOf(answer: Answer, { host, deployment, durationMs, tries, secret }: Asking): ScoringError {
  const { status, headers } = answer;
  const content = secret === "" ? answer.content : answer.content.replaceAll(secret, "***");
  const facts: ScoringFailureFacts = {
    ...{ durationMs, tries, status, body: parsed(content) },
    ...{ deployment: deploymentOf(headers), requestId: requestIdOf(headers) },
  };
  const said = content.trim() === "" ? "" : `: ${content.trim().slice(0, SHOWN)}`;
  const reason = reasonOf(status);
  if (reason === "model") {
    const [modelStatus, modelReason] = [modelStatusOf(headers), modelReasonOf(headers)];
    const by = facts.deployment ?? deployment ?? "the deployment";
    const how = modelReason === "model_not_ready" ? "is not ready" : `answered ${modelStatus ?? "with an error"}`;
    return new ModelError(`${host}: the model of ${by} ${how}${said}`, facts, modelStatus, modelReason);
  }
  return new ScoringError(reason, `${host} answered ${status}, ${meaning(reason, deployment)}${said}`, facts);
}

/** What an answer says: the parsed JSON, else its text. */
export function parsed(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}

const REASONS: Readonly<Record<number, AnsweredFailure>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not-found",
  408: "model-timeout",
  424: "model",
  429: "throttled",
};

function reasonOf(status: number): AnsweredFailure {
  return REASONS[status] ?? (status >= 500 ? "unavailable" : "refused");
}

function meaning(reason: Exclude<AnsweredFailure, "model">, deployment: string | undefined): string {
  switch (reason) {
    case "unauthorized":
      return "the key or token is wrong or expired";
    case "forbidden":
      return "the identity may not score";
    case "not-found":
      return deployment === undefined ? "no deployment has traffic" : `there is no deployment ${deployment}`;
    case "model-timeout":
      return "the deployment took longer than its requestTimeout";
    case "throttled":
      return "too many requests are under way or the rate limit is reached";
    case "unavailable":
      return "the service failed";
    case "refused":
      return "which is no success";
  }
}
