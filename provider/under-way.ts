import type { LiveEndpoint } from "../arm/endpoint";
import type { Clock } from "./clock";

const busy: readonly (string | undefined)[] = ["Creating", "Updating", "Deleting"];

/** True while an operation works on the endpoint; until its end, reads show what was before it. */
export function isBusy(live: LiveEndpoint): boolean {
  return busy.includes(live.properties.provisioningState);
}

/** Milliseconds between looks, doubled each time. */
const FIRST_WAIT = 100;
const LONGEST_WAIT = 4_000;

/**
 * Looks at an endpoint from the acceptance of a write until that is over. The latest look counts: an early one may lag
 * behind and show the operation of somebody else.
 */
export class UnderWay {
  private latest: LiveEndpoint | undefined;
  private look: Promise<void> = Promise.resolve();
  private over = false;

  constructor(
    private readonly read: () => Promise<LiveEndpoint | undefined>,
    private readonly clock: Clock,
  ) {}

  /** The service has taken the write on. */
  readonly accepted = (): void => void this.watch();

  /** The write is over. The endpoint as it was just before it; undefined where no look fell into the time of the write. */
  async ended(): Promise<LiveEndpoint | undefined> {
    this.over = true;
    await this.look;
    return this.latest;
  }

  private async watch(): Promise<void> {
    for (let wait = FIRST_WAIT; !this.over; wait = Math.min(2 * wait, LONGEST_WAIT)) {
      this.look = this.takeLook();
      await this.look;
      if (!this.over) await this.clock.sleep(wait);
    }
  }

  private async takeLook(): Promise<void> {
    // A look that fails tells nothing; the write itself must not fail with it.
    const live = await this.read().catch(() => undefined);
    if (live && isBusy(live)) this.latest = live;
  }
}
