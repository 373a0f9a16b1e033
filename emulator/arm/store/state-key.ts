import { createHmac, randomBytes } from "node:crypto";
import { closeSync, existsSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeSync } from "node:fs";

/** The key that everything on disk is encrypted with; made where there is none and `make` allows it. */
export function stateKey(file: string, make: "make" | "must be there"): string {
  if (!existsSync(file)) {
    if (make === "must be there") throw new Error(`its key ${file} is missing`);
    write(file, randomBytes(24).toString("base64url"));
  }
  const key = readFileSync(file, "latin1");
  if (!/^[\w-]{32}$/.test(key)) throw new Error(`${file} is no key`);
  return key;
}

/** A secret of 32 bytes for `purpose` that holds as long as the key does. */
export function derivedSecret(key: string, purpose: string): Buffer {
  return createHmac("sha256", key).update(purpose).digest();
}

/** Writes the file whole or not at all, for its owner only. */
function write(file: string, text: string): void {
  const partial = `${file}.${process.pid}.partial`;
  rmSync(partial, { force: true });
  const descriptor = openSync(partial, "wx", 0o600);
  try {
    writeSync(descriptor, text);
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
  renameSync(partial, file);
}
