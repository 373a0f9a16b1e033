import { createReadStream, createWriteStream } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { messageOf } from "../error-message";
import { accountSignature, blobVersion, type Signer } from "./shared-access";
import { elements, text } from "./xml";

/** Bytes of a block of an upload. */
const BLOCK = 4 * 1024 * 1024;

/** Nobody answers, or not to the end. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/**
 * The few requests that we make of the blob service ourselves. Not through the storage SDK, which sends even loopback
 * requests to the proxy of the environment, and takes longer to load than all else that a start needs.
 */
export class BlobService {
  constructor(
    private readonly endpoint: string,
    private readonly signer: Signer,
  ) {}

  async createContainer(container: string): Promise<void> {
    await this.send("PUT", container, { restype: "container" }, [409]);
  }

  async deleteContainer(container: string): Promise<void> {
    await this.send("DELETE", container, { restype: "container" }, [404]);
  }

  async containers(): Promise<string[]> {
    return this.names({ path: "", query: { comp: "list" }, element: "Container" });
  }

  async blobs(container: string, prefix: string): Promise<string[]> {
    return this.names({ path: container, query: { restype: "container", comp: "list", prefix }, element: "Blob" });
  }

  async download(container: string, blob: string, file: string): Promise<void> {
    const { body } = await this.send("GET", pathOf(container, blob), {});
    await pipeline(Readable.from(body === null ? [] : pieces(body)), createWriteStream(file));
  }

  /** In blocks, so that no file has to fit into memory. */
  async upload(container: string, blob: string, file: string): Promise<void> {
    const path = pathOf(container, blob);
    const ids: string[] = [];
    const blocks: AsyncIterable<Buffer> = createReadStream(file, { highWaterMark: BLOCK });
    for await (const block of blocks) {
      const blockid = Buffer.from(String(ids.length).padStart(8, "0")).toString("base64");
      await this.send("PUT", path, { comp: "block", blockid }, [], block);
      ids.push(blockid);
    }
    const list = ids.map((id) => `<Latest>${id}</Latest>`).join("");
    await this.send("PUT", path, { comp: "blocklist" }, [], `<?xml version="1.0"?><BlockList>${list}</BlockList>`);
  }

  async length(container: string, blob: string): Promise<number> {
    const { ok, headers } = await this.send("HEAD", pathOf(container, blob), {}, [404]);
    return ok ? Number(headers.get("content-length")) : 0;
  }

  /** Only where the blob has `at` bytes, so that nothing is appended twice; where it has, an answer was lost before. */
  async append(container: string, blob: string, text: string, at: number): Promise<boolean> {
    const path = pathOf(container, blob);
    // One that is there stays as it is.
    const made = { "x-ms-blob-type": "AppendBlob", "if-none-match": "*" };
    if (at === 0) await this.send("PUT", path, {}, [409], undefined, made);
    const here = { "x-ms-blob-condition-appendpos": String(at) };
    const { ok } = await this.send("PUT", path, { comp: "appendblock" }, [412], text, here);
    return ok;
  }

  private async names(list: { path: string; query: Record<string, string>; element: string }): Promise<string[]> {
    const names: string[] = [];
    let marker = "";
    do {
      const answer = await this.send("GET", list.path, { ...list.query, ...(marker === "" ? {} : { marker }) });
      const xml = await answer.text().catch(unreachable);
      names.push(...elements(xml, list.element).map((element) => text(element, "Name")));
      marker = text(xml, "NextMarker");
    } while (marker !== "");
    return names;
  }

  private async send(
    method: string,
    path: string,
    query: Record<string, string>,
    alsoGood: number[] = [],
    body?: string | Buffer,
    headers: Readonly<Record<string, string>> = {},
  ) {
    const parameters = new URLSearchParams(query);
    const url = `http://${this.endpoint}/${this.signer.account}/${path}?${parameters}&${this.signature()}`;
    const answer = await fetch(url, { method, body, headers: { ...headers, "x-ms-version": blobVersion } }).catch(
      unreachable,
    );
    if (answer.ok || alsoGood.includes(answer.status)) return answer;
    const code = answer.headers.get("x-ms-error-code") ?? answer.statusText;
    throw new Error(`the blob store answers ${answer.status} ${code}`);
  }

  private signature(): string {
    const [startsOn, expiresOn] = [new Date(Date.now() - 60_000), new Date(Date.now() + 300_000)];
    return accountSignature(this.signer, { startsOn, expiresOn });
  }
}

function pathOf(container: string, blob: string): string {
  return [container, ...blob.split("/")].map(encodeURIComponent).join("/");
}

async function* pieces(body: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  try {
    yield* body;
  } catch (error) {
    unreachable(error);
  }
}

function unreachable(error: unknown): never {
  const cause = error instanceof Error && error.cause !== undefined ? error.cause : error;
  throw new Unreachable(messageOf(cause), { cause: error });
}
