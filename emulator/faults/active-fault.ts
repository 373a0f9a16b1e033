import type { Fault, ListedFault } from "./fault";
import { Trigger } from "./trigger";

/** A fault that is on. */
export class ActiveFault {
  readonly trigger: Trigger;
  private readonly clearing = new AbortController();

  constructor(
    readonly id: string,
    readonly fault: Fault,
  ) {
    this.trigger = new Trigger(fault.kind === "hang-instance" ? {} : fault);
  }

  /** Aborted when the fault is cleared. */
  get cleared(): AbortSignal {
    return this.clearing.signal;
  }

  get view(): ListedFault {
    const { strikes, left } = this.trigger;
    return { id: this.id, ...this.fault, strikes, ...(left === undefined ? {} : { left }) };
  }

  clear(): void {
    this.clearing.abort();
  }
}

/** Settles when the signal is aborted. */
export function over(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((settle) => signal.addEventListener("abort", () => settle(), { once: true }));
}
