import { renameSync, writeFileSync } from "node:fs";
import type { LokiDatabase } from "./azurite-module";

/**
 * Azurite's two databases, saved by us alone: Azurite would do so every few seconds, each at a time of its own. Contents
 * of blobs are on disk before an upload is answered, that is Azurite's own doing.
 */
export class SavedDatabases {
  constructor(
    private readonly extents: LokiDatabase,
    private readonly blobs: LokiDatabase,
  ) {
    for (const database of [extents, blobs]) database.autosaveDisable();
  }

  /** Writes what has changed: both as of the same moment, each whole or not at all. */
  save(): void {
    // Extents first: Azurite drops an extent without a blob when it starts, but can't read a blob without its extent.
    for (const database of [this.extents, this.blobs]) {
      if (!database.autosaveDirty()) continue;
      const partial = `${database.filename}~`;
      writeFileSync(partial, database.serialize(), { mode: 0o600 });
      renameSync(partial, database.filename);
      database.autosaveClearFlags();
    }
  }
}
