/** How long a benchmark measures. */
export interface Effort {
  /** Rounds of a comparison that count. */
  rounds: number;
  /** Seconds of load in each half of a round. */
  seconds: number;
  /** Requests of the memory benchmark. */
  requests: number;
  /** Small files of the batch benchmark; a multiple of 10. */
  files: number;
  /** Sizes of the components' benchmark, smallest first. */
  endpoints: number[];
  /** Hears of the progress. */
  tell: (line: string) => void;
}

/** One figure, and what is wanted of it where something is. */
export interface Figure {
  what: string;
  value: number;
  wanted?: string;
}

/** A benchmark: two things that a user could choose between, measured in one run. */
export interface Bench {
  name: string;
  question: string;
  run(effort: Effort): Promise<Figure[]>;
}
