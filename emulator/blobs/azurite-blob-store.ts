import { randomBytes } from "node:crypto";
import { ArmError } from "../arm/http/errors";
import type { Collection, Store, Stored } from "../arm/store/store";
import type { Accounts, AzuriteProcess } from "./azurite-process";
import { BlobService } from "./blob-service";
import type { BlobStore, SharedAccess } from "./blob-store";
import { containerSignature, type Signer } from "./shared-access";

/** An account, under its name. */
interface Account extends Stored {
  keys: readonly [string, string];
}

/** How the store gets its Azurite. */
export interface AzuriteBlobStoreOptions {
  /** Keeps accounts with their keys, and containers that have to be made. */
  store: Store;
  endpoint: string;
  /** Starts Azurite; settles when it serves these accounts. */
  start: (accounts: Accounts) => Promise<AzuriteProcess>;
  /** Hears what goes wrong. */
  log: (line: string) => void;
}

/** Storage accounts in an Azurite, each with keys of its own. */
export class AzuriteBlobStore implements BlobStore {
  readonly endpoint: string;
  private readonly accounts: Collection<Account>;
  /** Ids are `{account}/{container}`. */
  private readonly planned: Collection<Stored>;
  private readonly azurite: Promise<AzuriteProcess>;
  private up = false;
  /** Settles when Azurite knows the accounts that there are. */
  private known: Promise<unknown>;
  private made: Promise<unknown>;

  constructor({ store, endpoint, start, log }: AzuriteBlobStoreOptions) {
    this.endpoint = endpoint;
    this.accounts = store.collection("storageAccounts");
    this.planned = store.collection("plannedContainers");
    this.azurite = start(this.keysByAccount());
    this.known = this.azurite;
    this.made = this.azurite.then(() => {
      this.up = true;
      return this.makePlannedNow();
    });
    this.made.catch((error: unknown) => log(`the blob store is not there: ${messageOf(error)}`));
  }

  async ready(): Promise<void> {
    await Promise.all([this.known, this.made]).catch(unavailable);
  }

  async addAccount(account: string): Promise<void> {
    if (this.accounts.get(account)) return;
    this.accounts.put({ id: account, keys: [newKey(), newKey()] });
    const known = this.tellAccounts();
    if (this.up) await known;
  }

  async removeAccount(account: string): Promise<void> {
    if (this.accounts.get(account) === undefined) return;
    const service = await this.service(account);
    for (const container of await service.containers()) await service.deleteContainer(container);
    for (const { id } of this.planned.below(account)) this.planned.delete(id);
    this.accounts.delete(account);
    await this.tellAccounts();
    await this.keep();
  }

  keys(account: string): readonly [string, string] {
    const found = this.accounts.get(account);
    if (found === undefined) throw new Error(`there is no storage account '${account}'`);
    return found.keys;
  }

  async addContainer(account: string, container: string): Promise<void> {
    const service = await this.service(account);
    await service.createContainer(container);
    await this.keep();
  }

  async removeContainer(account: string, container: string): Promise<void> {
    const service = await this.service(account);
    await service.deleteContainer(container);
    await this.keep();
  }

  planContainer(account: string, container: string): void {
    this.planned.put({ id: `${account}/${container}` });
  }

  async makePlanned(): Promise<void> {
    if (!this.up) return;
    this.made = this.made.catch(() => undefined).then(() => this.makePlannedNow());
    await this.ready();
  }

  async keep(): Promise<void> {
    const azurite = await this.azurite.catch(unavailable);
    await azurite.save().catch(unavailable);
  }

  sharedAccess({ account, container, permissions, expires }: SharedAccess): string {
    // A client whose clock is behind can use it at once.
    const startsOn = new Date(Date.now() - 300_000);
    return containerSignature(this.signer(account), { container, permissions, startsOn, expiresOn: expires });
  }

  async list(account: string, container: string, prefix: string): Promise<string[]> {
    return (await this.service(account)).blobs(container, prefix);
  }

  async download(account: string, container: string, blob: string, file: string): Promise<void> {
    await (await this.service(account)).download(container, blob, file);
  }

  async stop(): Promise<void> {
    const azurite = await this.azurite.catch(() => undefined);
    await this.made.catch(() => undefined);
    await azurite?.stop();
  }

  private async makePlannedNow(): Promise<void> {
    const planned = this.planned.all();
    if (planned.length === 0) return;
    await this.known;
    for (const { id } of planned) {
      const [account = "", container = ""] = id.split("/");
      if (this.accounts.get(account)) await this.bareService(account).createContainer(container);
    }
    await this.keep();
    for (const { id } of planned) this.planned.delete(id);
  }

  private tellAccounts(): Promise<unknown> {
    const told = this.known.then(async () => (await this.azurite).setAccounts(this.keysByAccount()));
    told.catch(() => undefined); // those who need it hear of it
    this.known = told;
    return told;
  }

  private keysByAccount(): Accounts {
    return new Map(this.accounts.all().map(({ id, keys }) => [id, keys]));
  }

  private async service(account: string): Promise<BlobService> {
    await this.ready();
    return this.bareService(account);
  }

  private bareService(account: string): BlobService {
    return new BlobService(this.endpoint, this.signer(account));
  }

  private signer(account: string): Signer {
    return { account, key: this.keys(account)[0] };
  }
}

function unavailable(error: unknown): never {
  throw new ArmError(503, "ServiceUnavailable", `The blob store is not there: ${messageOf(error)}`);
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function newKey(): string {
  return randomBytes(64).toString("base64");
}
