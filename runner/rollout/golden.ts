import { isDeepStrictEqual } from "node:util";
import Ajv from "ajv";
import type { Score } from "../../azure/scoring/score";
import type { GoldenRequest } from "../../rollout/smoke";

/** Asks one deployment, whatever the weights. */
export type Ask = (body: unknown, deployment: string) => Promise<Pick<Score, "status" | "body" | "durationMs">>;

/** How one golden request went. */
export interface GoldenResult {
  readonly request: string;
  /** What is wrong with the answer; empty where nothing is. */
  readonly faults: readonly string[];
  readonly status: number;
  readonly milliseconds: number;
}

/** Sends the golden requests to the candidate, one after the other, and to the live deployment where both are compared. */
export async function golden(
  requests: readonly GoldenRequest[],
  { live, candidate }: { live: string; candidate: string },
  ask: Ask,
): Promise<GoldenResult[]> {
  const results: GoldenResult[] = [];
  for (const request of requests) {
    const { name, body, expect } = request;
    try {
      const answer = await ask(body, candidate);
      const other = expect.sameAsLive === true ? await ask(body, live) : undefined;
      const faults = [...answerFaults(request, answer), ...(other ? comparedFaults(request, answer, other) : [])];
      results.push({ request: name, faults, status: answer.status, milliseconds: Math.round(answer.durationMs) });
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      results.push({ request: name, faults: [`no answer: ${reason}`], status: 0, milliseconds: 0 });
    }
  }
  return results;
}

type Answer = Awaited<ReturnType<Ask>>;

function answerFaults({ expect }: GoldenRequest, { status, body, durationMs }: Answer): string[] {
  const { status: wanted = 200, milliseconds, tolerance = 0 } = expect;
  const faults: string[] = [];
  if (status !== wanted) faults.push(`status ${status}, wanted ${wanted}`);
  if (milliseconds !== undefined && durationMs > milliseconds) {
    faults.push(`it took ${Math.round(durationMs)} ms, wanted at most ${milliseconds} ms`);
  }
  if (expect.body !== undefined && !isClose(body, expect.body, tolerance)) {
    faults.push(`answered ${short(body)}, wanted ${short(expect.body)}`);
  }
  return expect.schema === undefined ? faults : [...faults, ...schemaFaults(expect.schema, body)];
}

/** What of an answer is not as a JSON schema (draft 7) has it. */
function schemaFaults(schema: Readonly<Record<string, unknown>>, body: unknown): string[] {
  const schemas = new Ajv({ allErrors: true, strict: false });
  const isValid = schemas.compile(schema);
  return isValid(body) ? [] : [`the answer does not fulfil its schema: ${schemas.errorsText(isValid.errors)}`];
}

function comparedFaults({ expect }: GoldenRequest, candidate: Answer, live: Answer): string[] {
  if (live.status !== candidate.status) return [`status ${candidate.status}, and live answers ${live.status}`];
  return isClose(candidate.body, live.body, expect.tolerance ?? 0)
    ? []
    : [`answered ${short(candidate.body)}, and live answers ${short(live.body)}`];
}

/** True where both are the same JSON, with numbers that differ by at most a share of the larger one. */
export function isClose(a: unknown, b: unknown, tolerance: number): boolean {
  if (typeof a === "number" && typeof b === "number") {
    return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b));
  }
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && a.every((each, index) => isClose(each, b[index], tolerance));
  }
  if (isObject(a) && isObject(b)) {
    const names = Object.keys(a);
    return (
      names.length === Object.keys(b).length && names.every((name) => name in b && isClose(a[name], b[name], tolerance))
    );
  }
  return isDeepStrictEqual(a, b);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function short(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
