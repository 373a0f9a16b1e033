import { EventEmitter, once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { samples, type Sample } from "./samples";
import { score, type Answer, type Target } from "./scoring";

/** Requests in flight at once. An instance works on one and holds one more; a third would be told 429. */
const CLIENTS = 2;

/** Milliseconds that a client rests between two requests: together about 20 requests a second. */
const REST = 90;

/** The deployments that may answer, each with the version of the model that it has to have. */
export type Allowed = Readonly<Record<string, string>>;

/** What was answered in a stretch of time. */
export interface Stretch {
  count: number;
  byDeployment: Readonly<Record<string, number>>;
  /** Milliseconds that half of the requests took at most. */
  p50: number;
  /** Milliseconds that 95 of 100 requests took at most. */
  p95: number;
}

/** Steady requests in the background, the answer to each of them checked. */
export class ClientLoad {
  #allowed: Allowed = {};
  #answers: Answer[] = [];
  #faults: string[] = [];
  #total = 0;
  #rest = REST;
  #stopped = false;
  #clients: Promise<void>[] = [];
  readonly #news = new EventEmitter();

  /** Number of requests that were answered as they should be, from the start. */
  get total(): number {
    return this.#total;
  }

  /** Starts sending. */
  start(target: Target, allowed: Allowed): void {
    this.#allowed = allowed;
    this.#clients = Array.from({ length: CLIENTS }, (_, index) => this.#send(target, index));
  }

  /** Says who may answer the requests that are sent from now on. */
  allow(allowed: Allowed): void {
    this.#allowed = allowed;
  }

  /** What was answered since the last look. Throws where a request went wrong. */
  look(): Stretch {
    const [first] = this.#faults;
    const count = this.#answers.length + this.#faults.length;
    if (first) throw new Error(`${this.#faults.length} of ${count} requests went wrong; the first: ${first}`);
    return summary(this.#answers.splice(0));
  }

  /** Waits until so many requests have been answered since the last look, or one has gone wrong. */
  async seen(count: number): Promise<void> {
    while (this.#answers.length < count && this.#faults.length === 0) await once(this.#news, "request");
  }

  /** So many requests without rest between them. Throws where one goes wrong. */
  async burst(count: number): Promise<Stretch> {
    this.look();
    this.#rest = 0;
    await this.seen(count);
    this.#rest = REST;
    return this.look();
  }

  /** Lets the requests under way end, and sends no more. */
  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all(this.#clients);
  }

  async #send(target: Target, index: number): Promise<void> {
    for (let turn = index; !this.#stopped; turn += 1) {
      const sample = samples[turn % samples.length];
      if (sample) await this.#ask(target, sample);
      await pause(this.#rest);
    }
  }

  async #ask(target: Target, sample: Sample): Promise<void> {
    // An answer is held to what was allowed when its request was sent.
    const allowed = this.#allowed;
    try {
      const answer = await score(target, sample);
      const { deployment, model } = answer;
      if (allowed[deployment] !== model) throw new Error(`${deployment} with ${model} answered and should not have`);
      this.#answers.push(answer);
      this.#total += 1;
    } catch (error) {
      this.#faults.push(error instanceof Error ? error.message : String(error));
    }
    this.#news.emit("request");
  }
}

/** Counts and latencies of answers. */
export function summary(answers: readonly Answer[]): Stretch {
  const times = answers.map(({ milliseconds }) => milliseconds).sort((a, b) => a - b);
  const quantile = (share: number) => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  const byDeployment: Record<string, number> = {};
  for (const { deployment } of answers) byDeployment[deployment] = (byDeployment[deployment] ?? 0) + 1;
  return { count: answers.length, byDeployment, p50: quantile(0.5), p95: quantile(0.95) };
}
