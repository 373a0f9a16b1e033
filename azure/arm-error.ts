/** One of several causes that ARM names. */
export interface ArmErrorDetail {
  code: string;
  message: string;
  target?: string;
}

/** What is known about a refusal besides where it happened. */
export interface ArmErrorAnswer extends ArmErrorDetail {
  /** HTTP status; 0 where no answer came. */
  status: number;
  details?: ArmErrorDetail[];
  /** Milliseconds that the service asks to wait before the next attempt. */
  retryAfterMs?: number;
}

/** A request or an operation that Azure Resource Manager refused, or that did not reach it. One line, without secrets. */
export class ArmError extends Error {
  override readonly name = "ArmError";
  readonly status: number;
  readonly code: string;
  readonly target?: string;
  readonly details: readonly ArmErrorDetail[];
  readonly retryAfterMs?: number;

  /** @param request what was asked, for example `PUT onlineEndpoints/fraud` */
  constructor(
    readonly request: string,
    { status, code, message, target, details = [], retryAfterMs }: ArmErrorAnswer,
  ) {
    const causes = details.filter((detail) => !message.includes(detail.message));
    const text = [message, ...causes.map((detail) => `${detail.code}: ${detail.message}`)].join(" | ");
    super(`${request}: ${status === 0 ? "" : `${status} `}${code}: ${oneLine(text)}`);
    this.status = status;
    this.code = code;
    this.target = target;
    this.details = details;
    this.retryAfterMs = retryAfterMs;
  }
}

/** The error that an answer's body holds: `{error: {code, message, target, details}}`, or the same without `error`. */
export function readErrorBody(body: unknown): Omit<ArmErrorAnswer, "status"> | undefined {
  const error = member(body, "error") ?? body;
  const code = text(member(error, "code"));
  const message = text(member(error, "message"));
  if (code === undefined && message === undefined) return undefined;
  const nested = member(error, "details");
  const details = Array.isArray(nested) ? nested.flatMap((detail) => readErrorBody(detail) ?? []) : [];
  return { code: code ?? "Unknown", message: message ?? "no message", target: text(member(error, "target")), details };
}

/** A text on one line, without what could sign a request. */
export function oneLine(message: string): string {
  return message
    .replace(/\bBearer\s+[\w.~+/=-]+/gi, "Bearer ***")
    .replace(/\b(sig|signature|client_secret|client_assertion)=[^&\s"']+/gi, "$1=***")
    .replace(/\s+/g, " ")
    .trim();
}

function member(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}
