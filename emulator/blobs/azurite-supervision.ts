import { setTimeout as sleep } from "node:timers/promises";
import { messageOf } from "../error-message";
import { AzuriteEnded, type Accounts, type AzuriteProcess } from "./azurite-process";

/** What an Azurite is kept up with. */
export interface SupervisionOptions {
  /** Starts one that serves these accounts. */
  start: (accounts: Accounts) => AzuriteProcess;
  accounts: Accounts;
  /** Called each time one serves. */
  onUp: () => void;
  /** Called each time one has ended and the next one is not started for a while. */
  onPause: () => void;
  /** Hears what goes wrong. */
  log: (line: string) => void;
}

/** One from its start, or why there is none. */
interface Attempt {
  up: Promise<AzuriteProcess>;
  /** Settles with words for how it ended. */
  ended: Promise<string>;
  stop: () => Promise<void>;
}

/** Milliseconds before one that has ended is started again, by the number of ends in a row. */
const pauses = [0, 250, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** One that ran this many milliseconds ends a row of ends. */
const stable = 30_000;

/** How many in a row end over something that is asked of them before that fails. */
const patience = 3;

/** Keeps an Azurite up: one that ends unasked is started again, at once or, where they keep ending, after ever longer pauses. */
export class SupervisedAzurite {
  private attempt: Attempt;
  private served = false;
  private accounts: Accounts;
  private readonly stopping = new AbortController();
  private readonly keeper: Promise<void>;

  constructor(private readonly options: SupervisionOptions) {
    this.accounts = options.accounts;
    this.attempt = this.begin();
    this.keeper = this.keepUp();
  }

  /** True once one has served. */
  get hasServed(): boolean {
    return this.served;
  }

  /**
   * Settles when one serves and knows the accounts. Rejects where the one that is being started does not come up, and at
   * once in a pause.
   */
  ready(): Promise<void> {
    return this.ask(async (azurite) => {
      const { accounts } = this;
      if (azurite.accounts !== accounts) await azurite.setAccounts(accounts);
    });
  }

  /** Sets the accounts that it knows, now and after every start; settles when they count. */
  setAccounts(accounts: Accounts): Promise<void> {
    this.accounts = accounts;
    return this.ready();
  }

  /** Settles when all that it knows by now is on disk. */
  save(): Promise<void> {
    return this.ask((azurite) => azurite.save());
  }

  /** Ends it for good; settles when nothing of it is left. */
  async stop(): Promise<void> {
    this.stopping.abort();
    const { stop } = this.attempt;
    this.attempt = { ...this.attempt, up: failed("it is stopped") };
    await stop();
    await this.keeper;
  }

  private begin(): Attempt {
    try {
      const azurite = this.options.start(this.accounts);
      const up = azurite.up.then(() => {
        this.served = true;
        this.options.onUp();
        return azurite;
      });
      up.catch(() => undefined); // those who wait for it hear of it
      return { up, ended: azurite.ended, stop: () => azurite.stop() };
    } catch (error) {
      const why = messageOf(error);
      return { up: failed(why), ended: Promise.resolve(why), stop: async () => undefined };
    }
  }

  private async keepUp(): Promise<void> {
    const { signal } = this.stopping;
    for (let row = 0; ; row++) {
      const since = Date.now();
      const how = await this.attempt.ended;
      if (signal.aborted) return;
      if (Date.now() - since > stable) row = 0;
      const pause = pauses[Math.min(row, pauses.length - 1)] ?? 0;
      const why = `${how}; it is started again ${pause === 0 ? "now" : `in ${pause / 1000} s`}`;
      this.options.log(`the blob store is down: ${why}`);
      // Not even a turn later: who was told that it has ended asks the next one.
      if (pause > 0) {
        this.attempt = { up: failed(why), ended: Promise.resolve(how), stop: async () => undefined };
        this.options.onPause();
        await sleep(pause, undefined, { signal }).catch(() => undefined);
        if (signal.aborted) return;
      }
      this.attempt = this.begin();
    }
  }

  /** Asks the one that serves; where that ends over it, the next one. */
  private async ask(what: (azurite: AzuriteProcess) => Promise<void>): Promise<void> {
    for (let asked = 1; ; asked++) {
      try {
        return await what(await this.attempt.up);
      } catch (error) {
        if (!(error instanceof AzuriteEnded) || asked === patience) throw error;
      }
    }
  }
}

function failed(why: string): Promise<never> {
  const failure = Promise.reject<never>(new Error(why));
  failure.catch(() => undefined); // those who need it hear of it
  return failure;
}
