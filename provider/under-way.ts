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
 * Looks at an endpoint from the acceptance of a write until that is known to be over. The first looks may lag behind and
 * show an operation before it, the last ones may show one after it.
 */
export class UnderWay {
  private readonly looks: LiveEndpoint[] = [];
  private look: Promise<void> = Promise.resolve();
  private over = false;

  constructor(
    private readonly read: () => Promise<LiveEndpoint | undefined>,
    private readonly clock: Clock,
  ) {}

  /** True once the service has taken the write on. */
  isAccepted = false;

  /** The service has taken the write on. */
  readonly accepted = (): void => {
    this.isAccepted = true;
    void this.watch();
  };

  /** The write is over. The endpoint as it was seen while it was busy, oldest first. */
  async ended(): Promise<LiveEndpoint[]> {
    this.over = true;
    await this.look;
    return this.looks;
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
    if (live && isBusy(live)) this.looks.push(live);
  }
}
