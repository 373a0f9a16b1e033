import { mkdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { messageOf } from "../../error-message";
import { Database } from "./database";
import { RecordStore } from "./record-store";
import { Seal } from "./sealed";
import { derivedSecret, stateKey } from "./state-key";

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
  const file = join(path, "records.sqlite");
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 });
    // Killed at its very first start it left an empty file.
    const size = statSync(file, { throwIfNoEntry: false })?.size ?? 0;
    // SQLite takes less than its smallest page for an empty file, too.
    if (size > 0 && size < 512) throw new Error(`${file} is damaged, or no database`);
    const key = stateKey(keyFile, size === 0 ? "make" : "must be there");
    const database = Database.open(file, new Seal(derivedSecret(key, "records")));
    try {
      const tokenSecret = derivedSecret(key, "aml-tokens");
      return { store: new RecordStore(database), tokenSecret, close: async () => database.close() };
    } catch (error) {
      database.close();
      throw error;
    }
  } catch (error) {
    const reason = messageOf(error);
    throw new Error(`the state of the local Azure ML in ${folder} can't be read: ${reason}; ${wayOut(error)}`);
  }
}

/** What the machine refuses, as codes of Node and of SQLite (PERM, READONLY, IOERR, FULL, CANTOPEN). */
const refusedByMachine: readonly unknown[] = [
  "EACCES",
  "ENOTDIR",
  "EPERM",
  "EROFS",
  "ENOSPC",
  "EMFILE",
  "EIO",
  3,
  8,
  10,
  13,
  14,
];

function wayOut(error: unknown): string {
  const { code, errcode } = { code: undefined, errcode: undefined, ...(error instanceof Error ? error : {}) };
  // The low byte of an SQLite code is its class.
  if ([code, typeof errcode === "number" ? errcode & 0xff : undefined].some((at) => refusedByMachine.includes(at))) {
    return "make the folder readable and writable for you, with room on its disk, and start again";
  }
  return "remove it with `pulumi-azureml emulator stop --remove` (and the emulator's --name), or delete the folder";
}
