import { createReadStream } from "node:fs";
import { stat } from "node:fs/promises";
import type { FastifyReply } from "fastify";

/**
 * Answers with a text file that may grow meanwhile, or with what of it comes after a byte (`Range: bytes=N-`), as a blob
 * does. A file that is not there yet is an empty one.
 */
export async function sendText(file: string, range: string | undefined, reply: FastifyReply): Promise<FastifyReply> {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  const from = Number(/^bytes=(\d+)-$/.exec(range ?? "")?.[1] ?? 0);
  reply.type("text/plain; charset=utf-8").header("accept-ranges", "bytes");
  if (from > 0 && from >= size) return reply.code(416).header("content-range", `bytes */${size}`).send("");
  if (from > 0) reply.code(206).header("content-range", `bytes ${from}-${size - 1}/${size}`);
  if (size === 0) return reply.send("");
  return reply.header("content-length", size - from).send(createReadStream(file, { start: from, end: size - 1 }));
}
