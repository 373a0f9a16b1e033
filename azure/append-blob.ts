import type { ContainerClient } from "./blob-container";

/** Text in a blob that only grows. */
export interface AppendedText {
  read(): Promise<string>;
  /** Its bytes; 0 where it is not there. */
  length(): Promise<number>;
  /** Appends where the blob has `at` bytes; false where it has more or fewer, and then nothing was appended. */
  append(text: string, at: number): Promise<boolean>;
}

/** A blob of the container that is made with the first text. Source: REST "Append Block". */
export function appendBlob(container: ContainerClient, path: string): AppendedText {
  const blob = container.getAppendBlobClient(path);
  return {
    async read() {
      try {
        return (await blob.downloadToBuffer()).toString("utf8");
      } catch (error) {
        if (statusOf(error) === 404) return "";
        throw error;
      }
    },
    async length() {
      try {
        return (await blob.getProperties()).contentLength ?? 0;
      } catch (error) {
        if (statusOf(error) === 404) return 0;
        throw error;
      }
    },
    async append(text, at) {
      if (at === 0) await blob.createIfNotExists();
      try {
        await blob.appendBlock(text, Buffer.byteLength(text), { conditions: { appendPosition: at } });
        return true;
      } catch (error) {
        if (statusOf(error) === 412) return false;
        throw error;
      }
    },
  };
}

function statusOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "statusCode") : undefined;
}
