import type { Dispatcher } from "undici";
import type { ConnectionSettings } from "../../arm/connection";
import { describeFaults } from "../../arm/fault";
import { openDispatcher } from "../dispatcher";
import type { SecretSource } from "../renewed-secret";
import { deploymentOf, requestIdOf } from "./answer-headers";
import { type Clock, wallClock } from "./clock";
import { openConnection } from "./connection";
import { type ScoringCredential, secretOf } from "./credential";
import { type Answer, exchange } from "./exchange";
import { NoAnswer } from "./no-answer";
import {
  clientFaults,
  CONNECTIONS,
  limitFaults,
  type Limits,
  limitsOf,
  type ScoreOptions,
  type ScoringClientOptions,
} from "./options";
import { refusalOf } from "./refusal";
import { sentBody } from "./request-body";
import { type Score, scoreOf, type ScoreStream } from "./score";
import { ScoringError } from "./scoring-error";
import { tried, type Tried } from "./tries";

/**
 * Sends requests to an endpoint over connections that it keeps: repeats what may pass, renews what expires, and ends in an
 * answer of the model or in a `ScoringError` that says why not.
 *
 * @example
 * const client = new ScoringClient(scoringUri, { key, otherKey });
 * const { body } = await client.score({ data: [[1, 2]] }, { deployment: "green", deadlineMs: 10_000 });
 * await client.close();
 */
export class ScoringClient {
  readonly #secret: SecretSource;
  readonly #limits: Limits;
  readonly #deployment: string | undefined;
  readonly #dispatcher: Dispatcher;
  /** The address in parts: taking a URL apart for each request costs as much as half of it. */
  readonly #to: { origin: string; path: string; host: string };
  readonly #clock: Clock;
  #closed: Promise<void> | undefined;

  /** @throws Error with all faults of address and options */
  constructor(
    readonly scoringUri: string,
    credential: ScoringCredential,
    options: ScoringClientOptions = {},
    clock: Clock = wallClock,
  ) {
    this.#limits = limitsOf(options);
    const faults = [...clientFaults(scoringUri, options), ...limitFaults(this.#limits)];
    if (faults.length > 0) throw new Error(describeFaults("ScoringClient", faults));
    this.#secret = secretOf(credential);
    this.#deployment = options.deployment;
    const { origin, pathname, search, host } = new URL(scoringUri);
    this.#to = { origin, path: pathname + search, host };
    this.#dispatcher = openDispatcher(scoringUri, options.connections ?? CONNECTIONS);
    this.#clock = clock;
  }

  /**
   * A client for what a component's `connection` gives as JSON: an environment variable, a mounted secret. Without keys in
   * it the client signs in by itself.
   *
   * @param options limits as the constructor takes them; `signIn` says how; what is absent comes from `ARM_*` variables, else the az CLI's sign-in is used
   * @throws Error with all faults of the JSON; none of them repeats a key
   */
  static fromConnection(
    json: string,
    { signIn, ...options }: ScoringClientOptions & { signIn?: ConnectionSettings } = {},
  ): ScoringClient {
    const { scoringUri, credential, deployment } = openConnection(json, signIn);
    return new ScoringClient(scoringUri, credential, { deployment, ...options });
  }

  /**
   * Sends one request. Text and bytes go as they are, streams and async iterables piece by piece, all else as JSON. A
   * stream can be sent once: nothing is repeated after its first piece.
   *
   * @throws ScoringError where the model did not answer; `ModelError` where it failed
   */
  async score(body: unknown, options: ScoreOptions = {}): Promise<Score> {
    const began = this.#clock.elapsed();
    const { answer, tries } = await this.#answered(body, options, "whole");
    return scoreOf(answer, { tries, durationMs: this.#clock.elapsed() - began });
  }

  /**
   * Sends one request and hands out the answer while it comes, for models that answer in pieces or send events.
   *
   * @throws ScoringError where the model did not begin to answer
   * @example
   * const { body } = await client.scoreStream({ prompt }, { headers: { accept: "text/event-stream" } });
   * for await (const piece of body) process.stdout.write(piece);
   */
  async scoreStream(body: unknown, options: ScoreOptions = {}): Promise<ScoreStream> {
    const { answer, tries } = await this.#answered(body, options, "streamed");
    const { status, headers, streamed } = answer;
    if (!streamed) throw new Error(`a streamed answer was expected of ${this.#to.host}`);
    return {
      status,
      headers,
      deployment: deploymentOf(headers),
      requestId: requestIdOf(headers),
      tries,
      body: streamed,
    };
  }

  /**
   * Sends one request once and gives the answer whatever its status, for whoever judges or measures the endpoint: nothing is
   * repeated, and a refused key or token is not renewed.
   *
   * @throws ScoringError where there is no answer
   */
  async attempt(body: unknown, options: Omit<ScoreOptions, "retry"> = {}): Promise<Score> {
    const began = this.#clock.elapsed();
    const { outcome, tries } = await this.#tried(
      body,
      { ...options, retry: "none" },
      { take: "whole", onRefusal: "give up" },
    );
    const cost = { tries, durationMs: this.#clock.elapsed() - began };
    if (outcome instanceof NoAnswer) throw new ScoringError(outcome.reason, outcome.message, cost);
    return scoreOf(outcome, cost);
  }

  /** Closes the connections once the requests under way are answered. */
  close(): Promise<void> {
    return (this.#closed ??= this.#dispatcher.close());
  }

  async #answered(
    body: unknown,
    options: ScoreOptions,
    take: "whole" | "streamed",
  ): Promise<{ answer: Answer; tries: number }> {
    const began = this.#clock.elapsed();
    const { outcome, tries, secret } = await this.#tried(body, options, { take, onRefusal: "renew" });
    if (!(outcome instanceof NoAnswer) && outcome.status < 300) return { answer: outcome, tries };
    const durationMs = this.#clock.elapsed() - began;
    if (outcome instanceof NoAnswer) throw new ScoringError(outcome.reason, outcome.message, { durationMs, tries });
    const deployment = options.deployment ?? this.#deployment;
    throw refusalOf(outcome, { host: this.#to.host, deployment, durationMs, tries, secret });
  }

  async #tried(body: unknown, options: ScoreOptions, { take, onRefusal }: Handling): Promise<Tried> {
    const { deployment = this.#deployment, headers, signal } = options;
    const limits = limitsOf(options, this.#limits);
    const faults = limits === this.#limits ? [] : limitFaults(limits);
    if (faults.length > 0) throw new Error(describeFaults("scoring", faults));
    const began = this.#clock.elapsed();
    const { origin, path, host } = this.#to;
    const sent = sentBody(body);
    let sentSoFar = 0;
    const failure = ({ reason, message }: NoAnswer): ScoringError =>
      new ScoringError(reason, message, { durationMs: this.#clock.elapsed() - began, tries: sentSoFar });
    // Assigned and not spread: this runs for every request, and spreading took a tenth of its time.
    const send = (secret: string, timeoutMs: number, tries: number): Promise<Answer> => {
      sentSoFar = tries;
      const all: Record<string, string> = { "content-type": "application/json" };
      if (headers) Object.assign(all, lowerCased(headers));
      all["authorization"] = `Bearer ${secret}`;
      if (deployment) all["azureml-model-deployment"] = deployment;
      const body = sent.content;
      return exchange(this.#dispatcher, { origin, path, headers: all, body, timeoutMs, signal, take, failure });
    };
    const { timeoutMs, deadlineMs, retry } = limits;
    const isWhole = (): boolean => sent.isWhole();
    const secret = this.#secret;
    return tried(send, { host, secret, retry, onRefusal, timeoutMs, deadlineMs, signal, isWhole }, this.#clock);
  }
}

/** How an answer is taken, and what happens on a 401. */
interface Handling {
  take: "whole" | "streamed";
  onRefusal: "renew" | "give up";
}

/** Header names are the same in any case; two of one name would be two headers. */
function lowerCased(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
