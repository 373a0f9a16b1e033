/** What a shared access signature allows on a container. */
export interface SharedAccess {
  account: string;
  container: string;
  /** Letters of the rights, for example `rcwl`. */
  permissions: string;
  expires: Date;
}

/**
 * Where storage accounts keep their blobs. Container and account names as Azure Storage allows them. Whatever needs the
 * blob service waits until it is up, and rejects with ArmError 503 where it can't be.
 */
export interface BlobStore {
  /** `host:port` of the blob service. Blobs have path-style URLs: `http://{endpoint}/{account}/{container}/{blob}`. */
  readonly endpoint: string;
  /** Settles when the blob service is up, knows every account and has every planned container. */
  ready(): Promise<void>;
  /** Makes an account, or changes nothing where it is there. Does not wait for the blob service to be up. */
  addAccount(account: string): Promise<void>;
  /** Removes an account and all that it holds. */
  removeAccount(account: string): Promise<void>;
  /** The account's two keys. */
  keys(account: string): readonly [string, string];
  /** Makes a container, or changes nothing where it is there. */
  addContainer(account: string, container: string): Promise<void>;
  removeContainer(account: string, container: string): Promise<void>;
  /** Remembers a container that has to be made; it is there after `makePlanned`, or when the blob service is up. */
  planContainer(account: string, container: string): void;
  /** Makes what is planned. Does not wait for a blob service that is not up yet: it will do so itself. */
  makePlanned(): Promise<void>;
  /** Settles when everything that was uploaded before is on disk with its name. */
  keep(): Promise<void>;
  /** A query string that opens a container. */
  sharedAccess(access: SharedAccess): string;
  /** Names of the blobs that begin with `prefix`. */
  list(account: string, container: string, prefix: string): Promise<string[]>;
  /** Writes a blob's content to a file. */
  download(account: string, container: string, blob: string, file: string): Promise<void>;
  /** Writes a file's content to a blob, in place of what it had. */
  put(account: string, container: string, blob: string, file: string): Promise<void>;
  /** Bytes of a blob; 0 where there is none. */
  length(account: string, container: string, blob: string): Promise<number>;
  /**
   * Appends a text to an append blob that has `at` bytes, and makes it with the first one; false where it has more or fewer.
   */
  append(account: string, container: string, blob: string, more: { text: string; at: number }): Promise<boolean>;
  stop(): Promise<void>;
}
