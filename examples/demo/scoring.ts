import { Json } from "./json";

/** Where requests go, and the key that opens. */
export interface Target {
  scoringUri: string;
  key: string;
}

/** What a client asks, and how it knows a right answer. */
export interface Question {
  body: string;
  /** The version that answers, by its own words. Throws where the answer is wrong. */
  versionOf(answer: Json): string;
}

/** A request that was answered as it should be. */
export interface Answer {
  /** The deployment that answered. */
  deployment: string;
  /** The version that it has. */
  version: string;
  milliseconds: number;
}

/** A request that was answered with an error. */
export class AnsweredWithError extends Error {
  constructor(
    readonly status: number,
    /** The deployment that answered; nothing where it was none. */
    readonly deployment: string | undefined,
    text: string,
  ) {
    super(`${status} from ${deployment ?? "nobody"}: ${text.slice(0, 200)}`);
  }
}

/**
 * Sends one request as any client of an endpoint does, and looks at the answer closely. Nothing is tried twice: a
 * request that fails is what the demo is looking for.
 *
 * @param deployment Asks for this deployment, past all weights.
 * @throws Error with what is wrong about the answer; AnsweredWithError where its status is not 200.
 */
export async function score({ scoringUri, key }: Target, question: Question, deployment?: string): Promise<Answer> {
  const begin = performance.now();
  const response = await fetch(scoringUri, {
    method: "POST",
    headers: {
      "authorization": `Bearer ${key}`,
      "content-type": "application/json",
      ...(deployment === undefined ? {} : { "azureml-model-deployment": deployment }),
    },
    body: question.body,
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  const milliseconds = performance.now() - begin;
  const answeredBy = response.headers.get("azureml-model-deployment") ?? undefined;
  if (response.status !== 200) throw new AnsweredWithError(response.status, answeredBy, text);
  try {
    return { deployment: answeredBy ?? "nobody", version: question.versionOf(Json.parse(text)), milliseconds };
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    throw new Error(`${answeredBy ?? "nobody"} answered ${text.slice(0, 200)}: ${fault}`);
  }
}
