import { type Answer, FakeServer, type Seen } from "./fake-arm";

/** A blob as a fake store keeps it. */
export interface FakeBlob {
  content: string;
  type?: string;
  metadata: Record<string, string>;
}

/** A server that is ARM for one datastore and the store behind it, path style: blocks, block lists, metadata. */
export class FakeBlobs {
  readonly blobs = new Map<string, FakeBlob>();
  /** How often a signature was asked for; each asking makes a new one. */
  signatures = 0;
  private readonly blocks = new Map<string, string>();

  private constructor(
    readonly server: FakeServer,
    private readonly credentialsType: string,
  ) {}

  static async start(credentialsType = "AccountKey"): Promise<FakeBlobs> {
    const server = await FakeServer.start((request) => store.answer(request));
    const store: FakeBlobs = new FakeBlobs(server, credentialsType);
    return store;
  }

  /** Paths below the container, in order. */
  get paths(): string[] {
    return [...this.blobs.keys()].sort();
  }

  private answer(request: Seen): Answer {
    if (request.path.endsWith("/datastores/workspaceblobstore")) return { body: this.datastore() };
    if (request.path.endsWith("/listSecrets")) {
      this.signatures += 1;
      return { body: { secretsType: "Sas", sasToken: `sv=1&sig=signature-${this.signatures}` } };
    }
    return this.blob(request);
  }

  private blob({ method, path, query, headers, body }: Seen): Answer {
    const name = path.replace("/account/container/", "");
    if (query.get("sig") !== `signature-${this.signatures}`) return { status: 403 };
    const found = this.blobs.get(name);
    switch (`${method} ${query.get("comp") ?? ""}`) {
      case "HEAD ":
        if (!found) return { status: 404, headers: { "x-ms-error-code": "BlobNotFound" } };
        return { headers: prefixed(found.metadata) };
      case "PUT block":
        this.blocks.set(`${name} ${query.get("blockid")}`, String(body));
        return { status: 201 };
      case "PUT blocklist": {
        const ids = [...String(body).matchAll(/<Latest>(.*?)<\/Latest>/g)].map(([, id]) => id);
        const content = ids.map((id) => this.blocks.get(`${name} ${id}`)).join("");
        this.blobs.set(name, { content, type: header(headers["x-ms-blob-content-type"]), metadata: {} });
        return { status: 201 };
      }
      case "PUT metadata":
        if (found) found.metadata = { upload_status: header(headers["x-ms-meta-upload_status"]) ?? "" };
        return { status: found ? 200 : 404 };
      default:
        return { status: 400 };
    }
  }

  private datastore() {
    const credentials = { credentialsType: this.credentialsType };
    const place = { accountName: "account", containerName: "container", endpoint: new URL(this.server.url).host };
    return {
      name: "workspaceblobstore",
      properties: { datastoreType: "AzureBlob", protocol: "http", credentials, ...place },
    };
  }
}

function header(value: string | string[] | undefined): string | undefined {
  return [value].flat()[0];
}

function prefixed(metadata: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(metadata).map(([name, value]) => [`x-ms-meta-${name}`, value]));
}
