import type { BareRequest, Reply } from "../arm/http/request";

/** Faults that are switched on. */
export class Faults {
  /** Puts the faults that are on between a request and its answer. */
  around(answer: (request: BareRequest) => Promise<Reply>): (request: BareRequest) => Promise<Reply> {
    return answer;
  }
}
