import { DatabaseSync, type DatabaseSyncInstance } from "@photostructure/sqlite";
import { isObject } from "../json";
import type { Entry, Journal, Place } from "./journal";
import type { Seal } from "./sealed";

/** Says in the file's head that it is ours ("AzML"). */
const application = 0x417a4d4c;
/** Changes with what is kept and how. */
const format = 2;

/** Records in an SQLite file, each sealed at its place. */
export class Database implements Journal {
  private constructor(
    private readonly sqlite: DatabaseSyncInstance,
    private readonly seal: Seal,
  ) {}

  /** Opens the file, or makes it where there is none or an empty one. Throws where it is not ours or damaged. */
  static open(file: string, seal: Seal): Database {
    const sqlite = new DatabaseSync(file);
    try {
      // Each transaction is on disk before it counts.
      sqlite.exec("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL");
      prepare(sqlite);
      return new Database(sqlite, seal);
    } catch (error) {
      sqlite.close();
      throw error;
    }
  }

  *read(): Iterable<Place & { json: string }> {
    const rows = this.sqlite.prepare('SELECT collection, "order", sealed FROM records ORDER BY collection, "order"');
    for (const { collection, order, sealed } of rows.iterate()) {
      if (typeof collection !== "string" || typeof order !== "number" || !(sealed instanceof Uint8Array)) {
        throw new Error("it has something that is no record");
      }
      yield { collection, order, json: this.opened(sealed, { collection, order }) };
    }
  }

  write(entries: readonly Entry[]): void {
    this.sqlite.exec("BEGIN IMMEDIATE");
    try {
      for (const { json, ...place } of entries) this.set(place, json);
      this.sqlite.exec("COMMIT");
    } catch (error) {
      // A full disk has taken it back already.
      if (this.sqlite.isTransaction) this.sqlite.exec("ROLLBACK");
      throw error;
    }
  }

  close(): void {
    // The library leaves statements behind, and SQLite its log with them. Where this fails the next start reads the log.
    try {
      this.sqlite.exec("PRAGMA wal_checkpoint(TRUNCATE)");
    } finally {
      this.sqlite.close();
    }
  }

  private set(place: Place, json: string | undefined): void {
    const { collection, order } = place;
    if (json === undefined) {
      this.sqlite.prepare('DELETE FROM records WHERE collection = ? AND "order" = ?').run(collection, order);
      return;
    }
    this.sqlite
      .prepare('INSERT OR REPLACE INTO records (collection, "order", sealed) VALUES (?, ?, ?)')
      .run(collection, order, this.seal.close(json, nameOf(place)));
  }

  private opened(sealed: Uint8Array, place: Place): string {
    try {
      return this.seal.open(sealed, nameOf(place));
    } catch {
      throw new Error("it was written with another key, or changed since");
    }
  }
}

function prepare(sqlite: DatabaseSyncInstance): void {
  const read = (pragma: string): unknown => {
    const row: unknown = sqlite.prepare(`PRAGMA ${pragma}`).get();
    return isObject(row) ? Object.values(row)[0] : undefined;
  };
  if (sqlite.prepare("SELECT name FROM sqlite_schema").all().length === 0 && read("user_version") === 0) {
    sqlite.exec(`
      BEGIN;
      CREATE TABLE records (collection TEXT, "order" INTEGER, sealed BLOB NOT NULL, PRIMARY KEY (collection, "order"))
        WITHOUT ROWID;
      PRAGMA application_id = ${application};
      PRAGMA user_version = ${format};
      COMMIT`);
    return;
  }
  if (read("application_id") !== application) throw new Error("it is another program's database");
  const found = read("user_version");
  if (found !== format) throw new Error(`it is of format ${String(found)}, and this version knows ${format}`);
  const check = read("quick_check");
  if (check !== "ok") throw new Error(`the database is damaged (${String(check)})`);
}

function nameOf({ collection, order }: Place): string {
  return `${collection}/${order}`;
}
