/** Seconds that a lease lasts without renewal: the most that Azure gives to one that ends. Source: REST "Lease Blob". */
export const LEASE_SECONDS = 60;

/** Somebody else drives the rollout. */
export class LeaseHeld extends Error {
  override readonly name = "LeaseHeld";
  constructor(where: string) {
    super(
      `another runner drives this rollout (lease on ${where}); it may go on within ${LEASE_SECONDS} s of that one's end`,
    );
  }
}

/** The right to write. It is lost where it can't be renewed in time. */
export interface Lease {
  /** Throws where it is lost, or ends before a write could be over with. Called right before each write. */
  check(): void;
  /** Gives it up, so that another runner need not wait for its end. */
  release(): Promise<void>;
}

/** The lease of a person, whose commands need nobody's leave: a write is refused where it is not as it was seen. */
export const withoutLease: Lease = { check: () => undefined, release: async () => undefined };

/** Gives one runner at a time the right to write. Rejects with {@link LeaseHeld}. */
export type Leases = (name: string) => Promise<Lease>;
