import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname } from "node:path";
import type { BlobStore, SharedAccess } from "../../../emulator/blobs/blob-store";

/** Accounts, containers and blobs as plain maps. */
export class FakeBlobStore implements BlobStore {
  readonly endpoint = "127.0.0.1:10000";
  /** How often it was told to keep what it has. */
  kept = 0;
  readonly accounts = new Map<string, Map<string, Map<string, string>>>();

  /** Writes a blob, as an upload would. */
  upload(account: string, container: string, blob: string, content: string): void {
    this.containers(account).get(container)?.set(blob, content);
  }

  async addAccount(account: string): Promise<void> {
    if (!this.accounts.has(account)) this.accounts.set(account, new Map());
  }

  async removeAccount(account: string): Promise<void> {
    this.accounts.delete(account);
  }

  keys(account: string): readonly [string, string] {
    return [`${account}-key-1`, `${account}-key-2`];
  }

  async ready(): Promise<void> {}

  async keep(): Promise<void> {
    this.kept++;
  }

  planContainer(account: string, container: string): void {
    const containers = this.containers(account);
    if (!containers.has(container)) containers.set(container, new Map());
  }

  async makePlanned(): Promise<void> {}

  async addContainer(account: string, container: string): Promise<void> {
    this.planContainer(account, container);
  }

  async removeContainer(account: string, container: string): Promise<void> {
    this.containers(account).delete(container);
  }

  sharedAccess({ account, container, permissions }: SharedAccess): string {
    return `sv=fake&sr=c&sp=${permissions}&sig=${account}-${container}`;
  }

  async list(account: string, container: string, prefix: string): Promise<string[]> {
    const blobs = this.containers(account).get(container)?.keys() ?? [];
    return [...blobs].filter((blob) => blob.startsWith(prefix)).sort();
  }

  async download(account: string, container: string, blob: string, file: string): Promise<void> {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, this.containers(account).get(container)?.get(blob) ?? "");
  }

  async put(account: string, container: string, blob: string, file: string): Promise<void> {
    this.upload(account, container, blob, await readFile(file, "utf8"));
  }

  async length(account: string, container: string, blob: string): Promise<number> {
    return Buffer.byteLength(this.containers(account).get(container)?.get(blob) ?? "");
  }

  async append(account: string, container: string, blob: string, more: { text: string; at: number }): Promise<boolean> {
    if ((await this.length(account, container, blob)) !== more.at) return false;
    this.upload(account, container, blob, (this.containers(account).get(container)?.get(blob) ?? "") + more.text);
    return true;
  }

  async stop(): Promise<void> {}

  private containers(account: string): Map<string, Map<string, string>> {
    const containers = this.accounts.get(account);
    if (containers === undefined) throw new Error(`no account ${account}`);
    return containers;
  }
}
