import { inParallel } from "../../azure/in-parallel";
import type { ScoringClient } from "../../azure/scoring/scoring-client";
import { ScoringError } from "../../azure/scoring/scoring-error";
import { Failure } from "../failure";
import { printFields, printJson } from "../output";
import type { AnswerFile } from "./answer-file";
import { Latencies, type LatencySummary } from "./latency-summary";

/** What is sent, and how. */
export interface Many {
  bodies: readonly Uint8Array[];
  /** How often all of them are sent. */
  repeat: number;
  /** Requests that are under way at once. */
  concurrency: number;
  deployment?: string;
  timeoutMs?: number;
  /** Gets each answer. */
  answers?: AnswerFile;
}

/** Sends many requests, each once, and tells what they came to. */
export async function invokeMany(
  client: Pick<ScoringClient, "attempt">,
  { bodies, repeat, concurrency, answers, ...options }: Many,
): Promise<LatencySummary> {
  const latencies = new Latencies();
  const began = performance.now();
  await inParallel(numbered(bodies, repeat), concurrency, async ([at, body]) => {
    const ending = await client.attempt(body, options).catch((error: unknown) => {
      if (error instanceof ScoringError) return error;
      throw error;
    });
    if (ending instanceof ScoringError) {
      latencies.add(ending.reason, ending.durationMs);
      answers?.write(at, { status: null, failure: ending.reason, message: ending.message });
    } else {
      const { status, deployment = null, requestId = null, modelStatus = null, durationMs, body: said } = ending;
      latencies.add(status, durationMs);
      answers?.write(at, {
        status,
        deployment,
        requestId,
        modelStatus,
        durationMs: Math.round(durationMs),
        body: said,
      });
    }
  });
  return latencies.summary((performance.now() - began) / 1000);
}

function* numbered(bodies: readonly Uint8Array[], repeat: number): Generator<[at: number, body: Uint8Array]> {
  for (let round = 0; round < repeat; round += 1) {
    for (const [index, body] of bodies.entries()) yield [round * bodies.length + index, body];
  }
}

/** Prints a summary; a failure where any request failed. */
export function reportMany(name: string, summary: LatencySummary, json: boolean): void {
  const { count, failed, byStatus, milliseconds, seconds, requestsPerSecond } = summary;
  if (json) printJson(summary);
  else {
    const list = (values: Record<string, number | null>, unit: string): string =>
      Object.entries(values)
        .map(([what, value]) => (value === null ? "" : `${what} ${value}${unit}`))
        .filter((text) => text !== "")
        .join(", ");
    printFields({
      "requests": `${count}, ${failed} failed`,
      "by status": list(byStatus, ""),
      "latency": list(milliseconds, " ms"),
      "rate": `${requestsPerSecond} requests/s over ${seconds} s`,
    });
  }
  if (failed > 0) throw new Failure(`${failed} of ${count} requests to ${name} failed`);
}
