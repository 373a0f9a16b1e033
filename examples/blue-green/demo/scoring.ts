import { Json } from "./json";
import type { Sample } from "./samples";

/** Where requests go, and the key that opens. */
export interface Target {
  scoringUri: string;
  key: string;
}

/** A request that was answered as it should be. */
export interface Answer {
  /** The deployment that answered. */
  deployment: string;
  /** The version of the model that did. */
  model: string;
  milliseconds: number;
}

/**
 * Sends one request as any client of an endpoint does, and looks at the answer closely. Nothing is tried twice: a
 * request that fails is what the demo is looking for.
 *
 * @param deployment Asks for this deployment, past all weights.
 * @throws Error with what is wrong about the answer.
 */
export async function score({ scoringUri, key }: Target, sample: Sample, deployment?: string): Promise<Answer> {
  const begin = performance.now();
  const response = await fetch(scoringUri, {
    method: "POST",
    headers: {
      "authorization": `Bearer ${key}`,
      "content-type": "application/json",
      ...(deployment === undefined ? {} : { "azureml-model-deployment": deployment }),
    },
    body: sample.body,
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  const milliseconds = performance.now() - begin;
  const answeredBy = response.headers.get("azureml-model-deployment") ?? "nobody";
  if (response.status !== 200) throw new Error(`${response.status} from ${answeredBy}: ${text.slice(0, 200)}`);

  const answer = Json.parse(text);
  if (answer.at("predictions").at(0).text() !== sample.diagnosis) {
    throw new Error(`${sample.diagnosis} expected, ${answeredBy} answered ${text.slice(0, 200)}`);
  }
  return { deployment: answeredBy, model: answer.at("model").text(), milliseconds };
}
