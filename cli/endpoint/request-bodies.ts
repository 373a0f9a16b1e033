import { readFile } from "node:fs/promises";
import { buffer } from "node:stream/consumers";
import { Failure } from "../failure";
import { note } from "../output";

/** Where requests come from. */
export interface Sources {
  /** Files; `-` is standard input. */
  files: readonly string[];
  /** What each of them holds: one request, or one in each line that is not blank. */
  each: "request" | "lines";
}

/** The bodies of all requests, in order. */
export async function requestBodies({ files, each }: Sources): Promise<Uint8Array[]> {
  const contents: Uint8Array[] = [];
  for (const file of files) contents.push(await contentOf(file));
  if (each === "request") return contents;
  return contents.flatMap((content) =>
    Buffer.from(content)
      .toString()
      .split(/\r?\n/)
      .filter((line) => line.trim() !== "")
      .map((line) => Buffer.from(line)),
  );
}

async function contentOf(file: string): Promise<Uint8Array> {
  if (file === "-") {
    if (process.stdin.isTTY) note("reading the request from standard input, to its end (Ctrl-D)");
    return buffer(process.stdin);
  }
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new Failure(`--file: "${file}" given, it can't be read (${error.code})`);
  });
}
