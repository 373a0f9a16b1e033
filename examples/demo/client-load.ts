import { EventEmitter, once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { AnsweredWithError, score, type Answer, type Question, type Target } from "./scoring";
import { summary, type Stretch, type Totals } from "./stretch";

/** Requests in flight at once. An instance works on one and holds one more; a third would be told 429. */
const CLIENTS = 2;

/** Milliseconds that a client rests between two requests: together about 20 requests a second. */
const REST = 90;

/** The status of a request at which the model itself failed. */
const MODEL_FAILED = 424;

/** Who may answer. */
export interface Allowed {
  /** The deployments that may, each with the version that it has to have. */
  versions: Readonly<Record<string, string>>;
  /** The one of them whose model may fail: that is counted, and is no fault. Default: none. */
  mayFail?: string;
}

/** Steady requests in the background, the answer to each of them checked. */
export class ClientLoad {
  #allowed: Allowed = { versions: {} };
  #answers: Answer[] = [];
  #failed = 0;
  #faults: string[] = [];
  readonly #totals: Totals = { answered: 0, failed: 0 };
  #rest = REST;
  #stopped = false;
  #clients: Promise<void>[] = [];
  readonly #news = new EventEmitter();

  /** @param question what is asked in which turn; turns count from 0. */
  constructor(private readonly question: (turn: number) => Question) {}

  /** What was answered from the start. */
  get totals(): Readonly<Totals> {
    return this.#totals;
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
    const count = this.#seen + this.#faults.length;
    if (first) throw new Error(`${this.#faults.length} of ${count} requests went wrong; the first: ${first}`);
    const stretch = summary(this.#answers.splice(0), this.#failed);
    this.#failed = 0;
    return stretch;
  }

  /** Waits until so many requests have been answered since the last look, or one has gone wrong. */
  async seen(count: number): Promise<void> {
    while (this.#seen < count && this.#faults.length === 0) await once(this.#news, "request");
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

  get #seen(): number {
    return this.#answers.length + this.#failed;
  }

  async #send(target: Target, index: number): Promise<void> {
    for (let turn = index; !this.#stopped; turn += 1) {
      await this.#ask(target, this.question(turn));
      await pause(this.#rest);
    }
  }

  async #ask(target: Target, question: Question): Promise<void> {
    // An answer is held to what was allowed when its request was sent.
    const { versions, mayFail } = this.#allowed;
    try {
      const answer = await score(target, question);
      const { deployment, version } = answer;
      if (versions[deployment] !== version)
        throw new Error(`${deployment} with ${version} answered and should not have`);
      this.#answers.push(answer);
      this.#totals.answered += 1;
    } catch (error) {
      if (isModelFailure(error) && error.deployment === mayFail) {
        this.#failed += 1;
        this.#totals.failed += 1;
      } else this.#faults.push(error instanceof Error ? error.message : String(error));
    }
    this.#news.emit("request");
  }
}

function isModelFailure(error: unknown): error is AnsweredWithError & { deployment: string } {
  return error instanceof AnsweredWithError && error.status === MODEL_FAILED && error.deployment !== undefined;
}
