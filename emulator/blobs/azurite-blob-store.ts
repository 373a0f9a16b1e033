import { randomBytes } from "node:crypto";
import {
  ContainerSASPermissions,
  SASProtocol,
  StorageSharedKeyCredential,
  generateBlobSASQueryParameters,
} from "@azure/storage-blob";
import type { AzuriteProcess } from "./azurite-process";
import { BlobService } from "./blob-service";
import type { BlobStore, SharedAccess } from "./blob-store";

/** Storage accounts in a running Azurite, each with keys of its own. */
export class AzuriteBlobStore implements BlobStore {
  private readonly accounts = new Map<string, readonly [string, string]>();

  constructor(private readonly azurite: AzuriteProcess) {}

  get endpoint(): string {
    return this.azurite.endpoint;
  }

  async addAccount(account: string): Promise<void> {
    if (this.accounts.has(account)) return;
    this.accounts.set(account, [newKey(), newKey()]);
    await this.azurite.setAccounts(this.accounts);
  }

  async removeAccount(account: string): Promise<void> {
    if (!this.accounts.has(account)) return;
    const service = this.service(account);
    for (const container of await service.containers()) await service.deleteContainer(container);
    this.accounts.delete(account);
    await this.azurite.setAccounts(this.accounts);
  }

  keys(account: string): readonly [string, string] {
    const keys = this.accounts.get(account);
    if (keys === undefined) throw new Error(`there is no storage account '${account}'`);
    return keys;
  }

  async addContainer(account: string, container: string): Promise<void> {
    await this.service(account).createContainer(container);
  }

  async removeContainer(account: string, container: string): Promise<void> {
    await this.service(account).deleteContainer(container);
  }

  sharedAccess({ account, container, permissions, expires }: SharedAccess): string {
    const scope = {
      containerName: container,
      permissions: ContainerSASPermissions.parse(permissions),
      protocol: SASProtocol.HttpsAndHttp,
      // A client whose clock is behind can use it at once.
      startsOn: new Date(Date.now() - 300_000),
      expiresOn: expires,
    };
    return generateBlobSASQueryParameters(scope, this.credential(account)).toString();
  }

  async list(account: string, container: string, prefix: string): Promise<string[]> {
    return this.service(account).blobs(container, prefix);
  }

  async download(account: string, container: string, blob: string, file: string): Promise<void> {
    await this.service(account).download(container, blob, file);
  }

  async stop(): Promise<void> {
    await this.azurite.stop();
  }

  private service(account: string): BlobService {
    return new BlobService(this.endpoint, this.credential(account));
  }

  private credential(account: string): StorageSharedKeyCredential {
    return new StorageSharedKeyCredential(account, this.keys(account)[0]);
  }
}

function newKey(): string {
  return randomBytes(64).toString("base64");
}
