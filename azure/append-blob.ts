import type { ContainerClient } from "./blob-container";

/** Text in a blob that only grows. */
export interface AppendedText {
  read(): Promise<string>;
  append(text: string): Promise<void>;
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
    async append(text) {
      await blob.createIfNotExists();
      await blob.appendBlock(text, Buffer.byteLength(text));
    },
  };
}

function statusOf(error: unknown): unknown {
  return error instanceof Error ? Reflect.get(error, "statusCode") : undefined;
}
