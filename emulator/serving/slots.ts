import type { Sender } from "./http/upstream";

/** A place at one instance for the length of a request. */
export interface Seat {
  readonly upstream: Sender;
}

/** Who asks for a seat. */
export interface Guest {
  seated(seat: Seat): void;
  /** The last instance is gone while the guest waited. */
  turnedAway(): void;
}

/** What becomes of a request for a seat. */
export type Admission = "admitted" | "too_many_pending" | "not_ready";

interface Table extends Seat {
  taken: number;
  /** Set while the instance takes no new requests and waits for those it has. */
  whenEmpty?: () => void;
}

/**
 * The seats of one deployment: so many for each ready instance, and as many guests in all as the service lets in before
 * it answers 429, which is twice the number of seats (Microsoft Docs, "Troubleshoot online endpoints", HTTP status codes).
 */
export class Slots {
  private readonly tables = new Map<Sender, Table>();
  private readonly waiting = new Set<Guest>();
  private perInstance = 1;
  private guestLimit = 2;
  private seated = 0;

  /** `perInstance` is `maxConcurrentRequestsPerInstance`, `instances` the configured instance count. */
  configure(perInstance: number, instances: number): void {
    this.perInstance = perInstance;
    this.guestLimit = 2 * perInstance * instances;
    this.seatWaiting();
  }

  /** Seats the guest at once where a seat is free, at the instance with the fewest requests, else lets it wait its turn. */
  enter(guest: Guest): Admission {
    const table = this.freest();
    if (table === undefined) return "not_ready";
    if (this.seated + this.waiting.size >= this.guestLimit) return "too_many_pending";
    if (table.taken < this.perInstance) this.seat(guest, table);
    else this.waiting.add(guest);
    return "admitted";
  }

  /** The guest does not wait any longer. */
  forget(guest: Guest): void {
    this.waiting.delete(guest);
  }

  /** Gives a seat back; whoever waited longest gets it. */
  leave(seat: Seat): void {
    this.seated--;
    const table = this.tables.get(seat.upstream);
    if (table === undefined) return;
    table.taken--;
    if (table.whenEmpty && table.taken === 0) table.whenEmpty();
    else if (this.waiting.size > 0) this.seatWaiting();
  }

  /** An instance takes requests from now on. */
  open(upstream: Sender): void {
    this.tables.set(upstream, { upstream, taken: 0 });
    this.seatWaiting();
  }

  /** The instance gets no more requests; settles when those it has are answered. */
  async drain(upstream: Sender): Promise<void> {
    const table = this.tables.get(upstream);
    if (table === undefined) return;
    await new Promise<void>((empty) => {
      table.whenEmpty = empty;
      if (table.taken === 0) empty();
      else this.turnAwayIfClosed();
    });
    this.close(upstream);
  }

  /** The instance is gone; its requests end with their connections. */
  close(upstream: Sender): void {
    this.tables.get(upstream)?.whenEmpty?.();
    this.tables.delete(upstream);
    this.turnAwayIfClosed();
  }

  private freest(): Table | undefined {
    let freest: Table | undefined;
    for (const table of this.tables.values()) {
      if (!table.whenEmpty && (freest === undefined || table.taken < freest.taken)) freest = table;
    }
    return freest;
  }

  private seat(guest: Guest, table: Table): void {
    table.taken++;
    this.seated++;
    guest.seated(table);
  }

  private seatWaiting(): void {
    for (const guest of this.waiting) {
      const table = this.freest();
      if (table === undefined || table.taken >= this.perInstance) return;
      this.waiting.delete(guest);
      this.seat(guest, table);
    }
  }

  private turnAwayIfClosed(): void {
    if (this.freest() !== undefined) return;
    for (const guest of this.waiting) {
      this.waiting.delete(guest);
      guest.turnedAway();
    }
  }
}
