/** A request whose answer is known, and what the answer has to be. */
export interface GoldenRequest {
  readonly name: string;
  /** JSON, as the scoring script takes it. */
  readonly body: unknown;
  readonly expect: {
    /** Status of the answer. Default 200. */
    readonly status?: number;
    /** The answer, compared as JSON; numbers may differ by `tolerance`. */
    readonly body?: unknown;
    /** A JSON schema that the answer has to fulfil. */
    readonly schema?: Readonly<Record<string, unknown>>;
    /** Milliseconds that the answer may take. */
    readonly milliseconds?: number;
    /** The answer has to be the live deployment's, numbers within `tolerance`. */
    readonly sameAsLive?: boolean;
    /** By how much numbers may differ, as a share of the larger one. Default 0. */
    readonly tolerance?: number;
  };
}
