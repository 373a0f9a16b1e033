import { closeSync, fstatSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { join } from "node:path";
import { open, type RootDatabase } from "lmdb";
import type { Entry, Journal } from "./journal";
import { RecordStore } from "./record-store";
import { derivedSecret, stateKey } from "./state-key";

/** Changes with what is kept and how. */
const format = "1";
const formatPlace = { collection: "", order: 0 };

/** What survives the process. */
export interface State {
  readonly store: RecordStore;
  /** Signs AML tokens. */
  readonly tokenSecret: Buffer;
  close: () => Promise<void>;
}

/** Opens the state in `folder`, or makes it. Throws where there is something that it can't read. */
export function openState(folder: string): State {
  const [path, keyFile] = [join(folder, "state"), join(folder, "state.key")];
  const data = join(path, "data.mdb");
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // Killed at its very first start it left an empty file.
    const fresh = (statSync(data, { throwIfNoEntry: false })?.size ?? 0) === 0;
    const key = stateKey(keyFile, fresh ? "make" : "must be there");
    if (!fresh) refuseForeign(data);
    const database = open<string, [string, number]>({ path, encryptionKey: key, encoding: "string" });
    try {
      const store = new RecordStore(journal(database));
      return { store, tokenSecret: derivedSecret(key, "aml-tokens"), close: () => database.close() };
    } catch (error) {
      void database.close();
      throw error;
    }
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(
      `the state of the local Azure ML in ${folder} can't be read: ${reason}; ` +
        "remove it with `pulumi-azureml emulator stop --remove` (and the emulator's --name), or delete the folder",
    );
  }
}

function journal(database: RootDatabase<string, [string, number]>): Journal {
  const put = ({ collection, order, json }: Entry): void => {
    if (json === undefined) database.removeSync([collection, order]);
    else database.putSync([collection, order], json);
  };
  const written = database.get([formatPlace.collection, formatPlace.order]);
  if (written === undefined) {
    if (database.getKeysCount({ limit: 1 }) > 0) throw new Error("it has no format that is known");
    put({ ...formatPlace, json: format });
  } else if (written !== format) {
    throw new Error(`it is of format ${written}, and this version knows ${format}`);
  }
  return {
    *read() {
      for (const { key, value } of database.getRange({})) {
        const [collection, order] = key;
        if (collection !== formatPlace.collection) yield { collection, order, json: value };
      }
    },
    write: (entries) => database.transactionSync(() => entries.forEach(put)),
  };
}

/** LMDB ends the whole process over a file that is none of its own, or was cut off. */
function refuseForeign(file: string): void {
  const head = Buffer.alloc(0x98);
  const descriptor = openSync(file, "r");
  try {
    const read = readSync(descriptor, head);
    // Offsets of LMDB's first page, little endian on every machine that it is built for: magic, size of a page, root
    // pages of its two trees.
    const [magic, pageSize] = [head.readUInt32LE(0x18), head.readUInt32LE(0x30)];
    const roots = [head.readBigInt64LE(0x58), head.readBigInt64LE(0x88)];
    const pages = BigInt(fstatSync(descriptor).size) / BigInt(Math.max(1, pageSize));
    if (read < head.length || magic !== 0xbeefc0de || roots.some((root) => root >= pages)) {
      throw new Error(`${file} is damaged, or no database`);
    }
  } finally {
    closeSync(descriptor);
  }
}
