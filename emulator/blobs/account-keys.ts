import { randomBytes } from "node:crypto";
import type { Collection, Store, Stored } from "../arm/store/store";

/** An account, under its name. */
interface Account extends Stored {
  keys: readonly [string, string];
}

/** The storage accounts that there are, each with two keys of its own. */
export class AccountKeys {
  private readonly accounts: Collection<Account>;

  constructor(store: Store) {
    this.accounts = store.collection("storageAccounts");
  }

  has(account: string): boolean {
    return this.accounts.get(account) !== undefined;
  }

  add(account: string): void {
    this.accounts.put({ id: account, keys: [newKey(), newKey()] });
  }

  delete(account: string): void {
    this.accounts.delete(account);
  }

  /** Throws where there is no such account. */
  of(account: string): readonly [string, string] {
    const found = this.accounts.get(account);
    if (found === undefined) throw new Error(`there is no storage account '${account}'`);
    return found.keys;
  }

  /** All keys, by account. */
  all(): ReadonlyMap<string, readonly string[]> {
    return new Map(this.accounts.all().map(({ id, keys }) => [id, keys]));
  }
}

function newKey(): string {
  return randomBytes(64).toString("base64");
}
