import { type Split, splitText } from "./split";

/** What may be seen in a stretch of time. */
export interface Expected {
  name: string;
  /** The splits that may be live. */
  allowed: readonly Split[];
  /** The auth mode that the endpoint has, and where it changes the one that it gets. */
  authMode: string;
  nextAuthMode?: string;
}

/** What was seen in a stretch of time. */
export interface Report {
  name: string;
  seconds: number;
  /** Requests that were sent. */
  requests: number;
  /** Requests by `200 blue`: status, and who answered. */
  answers: Readonly<Record<string, number>>;
  /** Requests with the credential of an auth mode that was over, refused as they should be. */
  refused: number;
  /** Requests that were answered otherwise than they should be. */
  failed: number;
  /** Milliseconds that half of the requests, 99 of 100, and all of them took at most. */
  milliseconds: { p50: number; p99: number; most: number };
  /** How often the endpoint was read. */
  samples: number;
  /** The splits that were read, in the order in which they were first seen. */
  splits: readonly string[];
  /** The first different faults, in words. */
  faults: readonly string[];
}

/** Different faults that are told in words; a broken endpoint would give thousands. */
const TOLD = 20;

/** When the auth mode was read to be the former and the next one, in milliseconds of this process. */
export interface Sight {
  /** When the last reading that still showed the former mode was asked for. */
  formerAsked: number;
  /** When the first reading that showed the next mode had come in. */
  nextShown: number;
}

/** A stretch of time under load: what is expected of it, and what becomes of its requests and readings. */
export class Stretch {
  readonly sight: Sight = { formerAsked: -Infinity, nextShown: Infinity };
  readonly #began = performance.now();
  readonly #splits = new Set<string>();
  readonly #allowed: ReadonlySet<string>;
  readonly #answers = new Map<string, number>();
  readonly #times: number[] = [];
  readonly #faults = new Map<string, number>();
  readonly #pending = new Set<Promise<unknown>>();
  readonly #verdicts: (() => void)[] = [];
  #samples = 0;
  #refused = 0;
  #failed = 0;

  constructor(readonly expected: Expected) {
    this.#allowed = new Set(expected.allowed.map(splitText));
  }

  /** Waits for `work` before this stretch is over. */
  hold(work: Promise<unknown>): void {
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
  }

  /** Judges when all readings of this stretch are known. */
  judgeLater(verdict: () => void): void {
    this.#verdicts.push(verdict);
  }

  allows(split: string): boolean {
    return this.#allowed.has(split);
  }

  /** True where a split that may be live gives the deployment requests. */
  mayAnswer(deployment: string): boolean {
    return this.expected.allowed.some(({ traffic }) => (traffic[deployment] ?? 0) > 0);
  }

  answered(answer: string, milliseconds: number): void {
    this.#answers.set(answer, (this.#answers.get(answer) ?? 0) + 1);
    this.#times.push(milliseconds);
  }

  refusedRightly(): void {
    this.#refused += 1;
  }

  failed(fault: string): void {
    this.#failed += 1;
    this.fault(fault);
  }

  read(split: string): void {
    this.#samples += 1;
    this.#splits.add(split);
  }

  fault(fault: string): void {
    const times = this.#faults.get(fault) ?? 0;
    if (times > 0 || this.#faults.size < TOLD) this.#faults.set(fault, times + 1);
  }

  /** Settles once everything that began in this stretch has ended. */
  async over(): Promise<Report> {
    const seconds = (performance.now() - this.#began) / 1000;
    while (this.#pending.size > 0) await Promise.all(this.#pending);
    for (const verdict of this.#verdicts) verdict();
    const times = this.#times.sort((a, b) => a - b);
    const quantile = (share: number): number => Math.round(times[Math.floor((times.length - 1) * share)] ?? 0);
    return {
      name: this.expected.name,
      seconds,
      requests: times.length,
      answers: Object.fromEntries([...this.#answers].sort()),
      refused: this.#refused,
      failed: this.#failed,
      milliseconds: { p50: quantile(0.5), p99: quantile(0.99), most: quantile(1) },
      samples: this.#samples,
      splits: [...this.#splits],
      faults: [...this.#faults].map(([fault, times]) => (times === 1 ? fault : `${fault} (${times} times)`)),
    };
  }
}
