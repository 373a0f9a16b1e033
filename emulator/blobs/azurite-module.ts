import type { Server } from "node:http";

/** A database of LokiJS, as far as we touch it. */
export interface LokiDatabase {
  readonly filename: string;
  serialize(): string;
  /** True where something has changed since the flags were cleared. */
  autosaveDirty(): boolean;
  autosaveClearFlags(): void;
  autosaveDisable(): void;
}

/** Azurite's blob server, as far as we touch it. */
export interface AzuriteServer {
  start(): Promise<void>;
  readonly httpServer: Server;
  readonly accountDataStore: {
    /** Reads `AZURITE_ACCOUNTS` anew; Azurite does so itself once a minute. */
    refresh(): void;
  };
  /** Containers and blobs. */
  readonly metadataStore: { readonly db: LokiDatabase };
  /** The files with the contents of blobs. */
  readonly extentMetadataStore: { readonly db: LokiDatabase };
}

interface AzuriteModule {
  BlobServerFactory: new () => { createServer(environment: object): Promise<AzuriteServer> };
}

export function isAzurite(value: unknown): value is AzuriteModule {
  return typeof value === "object" && value !== null && "BlobServerFactory" in value;
}
