import { join } from "node:path";
import { uploadPath } from "../arm/ids";
import type { ArmClient } from "./arm-client";
import { oneLine } from "./arm-error";
import { type ContainerClient, openContainer } from "./blob-container";
import { BlobRefusal } from "./blob-refusal";
import { contentType } from "./content-type";
import { type Datastore, openDatastore } from "./datastore";
import { inParallel } from "./in-parallel";
import { ChangedFile, verifiedFile } from "./verified-file";

/** Files that are uploaded at once, and bytes of a block; a file keeps two blocks in memory. */
const FILES_AT_ONCE = 4;
const BLOCK_SIZE = 8 * 1024 * 1024;

/** How Microsoft's own clients mark the first file of an upload that is whole. */
const COMPLETED = { upload_status: "completed" };

/** A file or folder, by its content. */
export interface Content {
  name: string;
  kind: "file" | "folder";
  /** SHA-256 over all paths and contents, hexadecimal. */
  digest: string;
  /** SHA-256 of each file by its path in the folder, with `/` between its parts. */
  files: Readonly<Record<string, string>>;
}

/** The blob store of a workspace, where content lies under its own digest. */
export class BlobStore {
  private constructor(
    private readonly datastore: Datastore,
    private readonly container: ContainerClient,
  ) {}

  /** Opens the default blob store of a workspace; undefined where workspace or blob store is gone. */
  static async open(client: ArmClient, workspaceId: string): Promise<BlobStore | undefined> {
    const datastore = await openDatastore(client, workspaceId);
    if (!datastore) return undefined;
    return new BlobStore(datastore, await openContainer(datastore, client.credential));
  }

  /** URL of the blob, or of the folder that the blobs are in. */
  url({ digest, name }: Content): string {
    return this.container.getBlobClient(uploadPath(digest, name)).url;
  }

  /** The same as `azureml://subscriptions/…/datastores/…/paths/…`. */
  datastoreUri({ digest, name }: Content): string {
    return this.datastore.uri(uploadPath(digest, name));
  }

  /** True where all of the content is there. */
  async has(content: Content): Promise<boolean> {
    const marked = this.blob(content, firstFile(content));
    try {
      const { metadata } = await marked.getProperties();
      return metadata?.["upload_status"] === COMPLETED.upload_status;
    } catch (error) {
      if (statusOf(error) === 404) return false;
      return this.refused(`looking for ${content.name}`, error);
    }
  }

  /**
   * Uploads content from `path`, unless it is there. Refuses with `ChangedFile` where a file is no longer what the
   * manifest says; such a file never becomes a blob.
   */
  async upload(content: Content, path: string): Promise<void> {
    if (await this.has(content)) return;
    await inParallel(Object.entries(content.files), FILES_AT_ONCE, async ([file, digest]) => {
      const source = verifiedFile(content.kind === "folder" ? join(path, file) : path, file, digest);
      const options = { blobHTTPHeaders: { blobContentType: contentType(file) } };
      const sent = this.blob(content, file).uploadStream(source, BLOCK_SIZE, 2, options);
      await sent.catch((error) => this.refused(`uploading ${file}`, error));
    });
    const marked = this.blob(content, firstFile(content)).setMetadata(COMPLETED);
    await marked.catch((error) => this.refused(`marking ${content.name} as uploaded`, error));
  }

  /** The storage library's errors tell request id and time on further lines, which help nobody here. */
  private refused(what: string, error: unknown): never {
    if (error instanceof ChangedFile || !(error instanceof Error)) throw error;
    const [reason = ""] = error.message.split("\nRequestId:");
    const code = "code" in error && typeof error.code === "string" ? error.code : "";
    const status = statusOf(error);
    const text = `${what}: ${status ?? "no answer"} ${code && `${code}: `}${oneLine(reason)}`;
    throw new BlobRefusal(text, status ?? 0, code, this.datastore.accountName);
  }

  private blob({ digest, name, kind }: Content, file: string) {
    const place = uploadPath(digest, name);
    return this.container.getBlockBlobClient(kind === "folder" ? `${place}/${file}` : place);
  }
}

function firstFile({ files }: Content): string {
  const [first] = Object.keys(files).sort();
  if (first === undefined) throw new Error("files: none given, content has at least one file");
  return first;
}

function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number"
    ? error.statusCode
    : undefined;
}
