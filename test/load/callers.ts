import type { OnlineEndpoints } from "../../azure/online-endpoints";
import { openScoring } from "../../azure/scoring/open-scoring";
import type { Score } from "../../azure/scoring/score";
import type { ScoringClient } from "../../azure/scoring/scoring-client";
import type { Stretch } from "./stretch";

/** A request that got an answer, or the reason why not. */
type Ending = Pick<Score, "status" | "deployment" | "body">;

/** A client with the credential of one auth mode. */
export interface Caller {
  mode: string;
  client: ScoringClient;
}

/** Opens a client with the credential that the endpoint's auth mode asks for now. */
export async function openCaller(endpoints: OnlineEndpoints, endpoint: string, mode: string): Promise<Caller> {
  return { mode, client: await openScoring(endpoints, endpoint) };
}

/**
 * Sends one request, for whose answer the scoring script takes `sleep` seconds, and hands its ending to the stretch in which
 * it was sent. Nothing is tried twice.
 */
export async function ask(
  { mode, client }: Caller,
  sent: Stretch,
  { now, sleep }: { now: () => Stretch; sleep: number },
): Promise<void> {
  const began = performance.now();
  const { status, deployment = "nobody", body } = await client.attempt({ sleep }).catch(unanswered);
  const ended = performance.now();
  sent.answered(`${status} ${deployment}`, ended - began);
  const told = `${status} from ${deployment} with the credential of ${mode}: ${JSON.stringify(body).slice(0, 300)}`;
  const judge = (): void => {
    if (status !== 200) sent.failed(told);
    else if (!sent.mayAnswer(deployment) && !now().mayAnswer(deployment)) sent.failed(`${told}; it has no weight`);
  };

  const { authMode, nextAuthMode } = sent.expected;
  if (nextAuthMode === undefined || mode !== authMode) return judge();
  sent.judgeLater(() => {
    // Between the two readings nobody can tell which of the modes held.
    const { formerAsked, nextShown } = sent.sight;
    if (status === 401 && ended > formerAsked) sent.refusedRightly();
    else if (began >= nextShown) sent.failed(`${told}; it was sent when the endpoint showed ${nextAuthMode}`);
    else judge();
  });
}

function unanswered(error: unknown): Ending {
  return { status: 0, deployment: undefined, body: error instanceof Error ? error.message : String(error) };
}
