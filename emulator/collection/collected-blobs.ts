import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Turns } from "../arm/turns";
import type { BlobStore } from "../blobs/blob-store";
import type { CollectedPlace, GrowingBlobs } from "./contract";

/** The blob store as collectors use it. Containers come into being with their first blob. */
export function collectedBlobs(blobs: BlobStore): GrowingBlobs {
  const turns = new Turns();
  const made = new Set<string>();
  const opened = async ({ account, container }: CollectedPlace): Promise<void> => {
    const key = `${account}/${container}`;
    if (made.has(key)) return;
    await blobs.addContainer(account, container);
    made.add(key);
  };
  return {
    length: ({ account, container, path }) => blobs.length(account, container, path),
    append: async (place, text, at) => {
      await opened(place);
      return blobs.append(place.account, place.container, place.path, { text, at });
    },
    put: async (place, content) => {
      await opened(place);
      const folder = await mkdtemp(join(tmpdir(), "payload-"));
      try {
        await writeFile(join(folder, "content"), content);
        await blobs.put(place.account, place.container, place.path, join(folder, "content"));
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
      return `http://${blobs.endpoint}/${place.account}/${place.container}/${place.path}`;
    },
    inTurn: ({ account, container, path }, work) => turns.take(`${account}/${container}/${path}`, work),
  };
}
