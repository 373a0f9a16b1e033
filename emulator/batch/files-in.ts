import { isUtf8 } from "node:buffer";
import { readdirSync } from "node:fs";

const SLASH = Buffer.from("/");

/**
 * Paths of all files below a folder, for `LocalInput.files`. A name that is not UTF-8 has its stray bytes as lone
 * surrogates, as Python has them (PEP 383), so that scripts open the right file.
 */
export function filesIn(folder: string): string[] {
  return below(Buffer.from(folder), Buffer.alloc(0)).map(decoded);
}

function below(folder: Buffer, prefix: Buffer): Buffer[] {
  const here = Buffer.concat([folder, SLASH, prefix]);
  return readdirSync(here, { withFileTypes: true, encoding: "buffer" }).flatMap((entry) => {
    const path = Buffer.concat([prefix, entry.name]);
    if (entry.isDirectory()) return below(folder, Buffer.concat([path, SLASH]));
    return entry.isFile() || entry.isSymbolicLink() ? [path] : [];
  });
}

function decoded(name: Buffer): string {
  if (isUtf8(name)) return name.toString("utf8");
  let text = "";
  for (let at = 0; at < name.length;) {
    const length = [1, 2, 3, 4].find((bytes) => at + bytes <= name.length && isUtf8(name.subarray(at, at + bytes)));
    text += length ? name.toString("utf8", at, at + length) : String.fromCharCode(0xdc00 + (name[at] ?? 0));
    at += length ?? 1;
  }
  return text;
}
