import { renameSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import type { LokiDatabase } from "./azurite-module";

/**
 * Azurite's two databases, saved by us alone: Azurite would do so every few seconds, each at a time of its own. Contents
 * of blobs are on disk before an upload is answered, that is Azurite's own doing.
 */
export class SavedDatabases {
  /** A save that has not begun. */
  private next: Promise<void> | undefined;
  /** Milliseconds that the last save took. */
  private took = 0;

  constructor(
    private readonly extents: LokiDatabase,
    private readonly blobs: LokiDatabase,
  ) {
    for (const database of [extents, blobs]) database.autosaveDisable();
  }

  /** Settles when all that has changed by now is on disk. Those who ask at about the same time share a save. */
  saved(): Promise<void> {
    this.next ??= this.saveSoon();
    return this.next;
  }

  /** Writes what has changed: both as of the same moment, each whole or not at all. */
  save(): void {
    const since = performance.now();
    // Extents first: Azurite drops an extent without a blob when it starts, but can't read a blob without its extent.
    for (const database of [this.extents, this.blobs]) {
      if (!database.autosaveDirty()) continue;
      const partial = `${database.filename}~`;
      writeFileSync(partial, database.serialize(), { mode: 0o600 });
      renameSync(partial, database.filename);
      database.autosaveClearFlags();
    }
    this.took = performance.now() - since;
  }

  private async saveSoon(): Promise<void> {
    // A save takes the longer the more blobs there are; at most half of the time goes into it.
    await sleep(this.took);
    this.next = undefined;
    this.save();
  }
}
