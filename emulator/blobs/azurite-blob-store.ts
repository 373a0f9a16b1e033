import { setTimeout as sleep } from "node:timers/promises";
import { ArmError } from "../arm/http/errors";
import type { Collection, Store, Stored } from "../arm/store/store";
import { messageOf } from "../error-message";
import { AccountKeys } from "./account-keys";
import type { Accounts, AzuriteProcess } from "./azurite-process";
import { SupervisedAzurite } from "./azurite-supervision";
import { BlobService, Unreachable } from "./blob-service";
import type { BlobStore, SharedAccess } from "./blob-store";
import { containerSignature, type Signer } from "./shared-access";

/** How the store gets its Azurite. */
export interface AzuriteBlobStoreOptions {
  /** Keeps accounts with their keys, and containers that have to be made. */
  store: Store;
  /** Where it is served. */
  port: { readonly endpoint: string; turnAway(): void; close(): void };
  /** Starts an Azurite that serves these accounts there. */
  start: (accounts: Accounts) => AzuriteProcess;
  /** Hears what goes wrong. */
  log: (line: string) => void;
}

/** Milliseconds before a request of ours that found nobody is made again. */
const retries = [100, 500, 2_000] as const;

/** Storage accounts in an Azurite that is kept up. */
export class AzuriteBlobStore implements BlobStore {
  readonly endpoint: string;
  private readonly accounts: AccountKeys;
  /** Ids are `{account}/{container}`. */
  private readonly planned: Collection<Stored>;
  private readonly azurite: SupervisedAzurite;
  private made: Promise<void> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: AzuriteBlobStoreOptions) {
    const { store, port, start, log } = options;
    this.endpoint = port.endpoint;
    this.accounts = new AccountKeys(store);
    this.planned = store.collection("plannedContainers");
    const onUp = (): void => {
      this.ready().catch((error: unknown) => this.stopped || log(messageOf(error)));
    };
    const onPause = (): void => port.turnAway();
    this.azurite = new SupervisedAzurite({ start, accounts: this.accounts.all(), onUp, onPause, log });
  }

  async ready(): Promise<void> {
    await this.azurite.ready().catch(unavailable);
    const made = this.made.catch(() => undefined).then(() => this.makePlannedNow());
    this.made = made;
    await made;
  }

  async addAccount(account: string): Promise<void> {
    if (this.accounts.has(account)) return;
    this.accounts.add(account);
    const known = this.azurite.setAccounts(this.accounts.all());
    known.catch(() => undefined); // who needs it hears of it
    if (this.azurite.hasServed) await known.catch(unavailable);
  }

  async removeAccount(account: string): Promise<void> {
    if (!this.accounts.has(account)) return;
    const containers = await this.ask(account, (service) => service.containers());
    for (const container of containers) await this.ask(account, (service) => service.deleteContainer(container));
    for (const { id } of this.planned.below(account)) this.planned.delete(id);
    this.accounts.delete(account);
    await this.azurite.setAccounts(this.accounts.all()).catch(unavailable);
    await this.keep();
  }

  keys(account: string): readonly [string, string] {
    return this.accounts.of(account);
  }

  async addContainer(account: string, container: string): Promise<void> {
    await this.ask(account, (service) => service.createContainer(container));
    await this.keep();
  }

  async removeContainer(account: string, container: string): Promise<void> {
    await this.ask(account, (service) => service.deleteContainer(container));
    await this.keep();
  }

  planContainer(account: string, container: string): void {
    this.planned.put({ id: `${account}/${container}` });
  }

  async makePlanned(): Promise<void> {
    if (this.azurite.hasServed) await this.ready();
  }

  async keep(): Promise<void> {
    await this.azurite.save().catch(unavailable);
  }

  sharedAccess({ account, container, permissions, expires }: SharedAccess): string {
    // A client whose clock is behind can use it at once.
    const startsOn = new Date(Date.now() - 300_000);
    return containerSignature(this.signer(account), { container, permissions, startsOn, expiresOn: expires });
  }

  list(account: string, container: string, prefix: string): Promise<string[]> {
    return this.ask(account, (service) => service.blobs(container, prefix));
  }

  download(account: string, container: string, blob: string, file: string): Promise<void> {
    return this.ask(account, (service) => service.download(container, blob, file));
  }

  put(account: string, container: string, blob: string, file: string): Promise<void> {
    return this.ask(account, (service) => service.upload(container, blob, file));
  }

  length(account: string, container: string, blob: string): Promise<number> {
    return this.ask(account, (service) => service.length(container, blob));
  }

  append(
    account: string,
    container: string,
    blob: string,
    { text, at }: { text: string; at: number },
  ): Promise<boolean> {
    return this.ask(account, (service) => service.append(container, blob, text, at));
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.azurite.stop();
    this.options.port.close();
    await this.made.catch(() => undefined);
  }

  private async makePlannedNow(): Promise<void> {
    const planned = this.planned.all();
    if (planned.length === 0) return;
    for (const { id } of planned) {
      const [account = "", container = ""] = id.split("/");
      if (!this.accounts.has(account)) continue;
      await this.again(account, (service) => service.createContainer(container));
    }
    await this.keep();
    for (const { id } of planned) this.planned.delete(id);
  }

  private async ask<T>(account: string, what: (service: BlobService) => Promise<T>): Promise<T> {
    await this.ready();
    return this.again(account, what);
  }

  /** Asks the blob service, and once more where it ends over that: all that we ask of it can be asked twice. */
  private async again<T>(account: string, what: (service: BlobService) => Promise<T>): Promise<T> {
    for (let asked = 0; ; asked++) {
      await this.azurite.ready().catch(unavailable);
      try {
        return await what(new BlobService(this.endpoint, this.signer(account)));
      } catch (error) {
        if (!(error instanceof Unreachable)) throw error;
        const pause = retries[asked];
        if (pause === undefined) unavailable(error);
        await sleep(pause);
      }
    }
  }

  private signer(account: string): Signer {
    return { account, key: this.keys(account)[0] };
  }
}

function unavailable(error: unknown): never {
  throw new ArmError(503, "ServiceUnavailable", `The blob store is not there: ${messageOf(error)}`);
}
