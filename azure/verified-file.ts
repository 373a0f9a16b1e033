import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";

/** A file whose content is no longer what it was. */
export class ChangedFile extends Error {
  override readonly name = "ChangedFile";
  constructor(file: string, expected: string, found: string) {
    super(
      `${file}: its content changed since the preview (SHA-256 ${expected.slice(0, 12)}… then, ${found.slice(0, 12)}… now); run the update again`,
    );
  }
}

/** Reads a file and fails at its end if the SHA-256 of what was read is not `expected`. */
export function verifiedFile(path: string, name: string, expected: string): Readable {
  return Readable.from(verifiedChunks(path, name, expected), { objectMode: false });
}

async function* verifiedChunks(path: string, name: string, expected: string): AsyncGenerator<Buffer> {
  const hash = createHash("sha256");
  const chunks: AsyncIterable<Buffer> = createReadStream(path);
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
  const found = hash.digest("hex");
  if (found !== expected) throw new ChangedFile(name, expected, found);
}
