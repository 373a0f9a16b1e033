import { request as forward, Agent, type IncomingMessage, type ServerResponse } from "node:http";
import { pipeline } from "node:stream";

/** Where blobs lie, and whose containers are whose. */
export interface BlobDirectory {
  /** `host:port` of the blob service, which speaks HTTP. */
  readonly endpoint: string;
  hasAccount(account: string): boolean;
  /** The account with a container of this name; undefined where none or more than one has it. */
  accountOf(container: string): string | undefined;
}

/** Below this path a container alone names a blob, for clients that can't put the account into the path. */
export const containersPath = "/_local/blobs/";

const virtualHost = /^([a-z0-9]{3,24})\.blob\.localhost(:\d+)?$/i;

/**
 * The blob store over TLS: `/{account}/{container}/…`, `{account}.blob.localhost`, and `/_local/blobs/{container}/…`.
 * Returns false, having done nothing, where a request is none of these.
 */
export function blobProxy(directory: BlobDirectory): (request: IncomingMessage, response: ServerResponse) => boolean {
  const agent = new Agent({ keepAlive: true });
  return (request, response) => {
    const path = blobPath(directory, request);
    if (path === undefined) return false;
    const [hostname, port] = directory.endpoint.split(":");
    const headers = { ...request.headers, host: directory.endpoint };
    const onward = forward({ hostname, port, method: request.method, path, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      pipeline(answer, response, () => undefined);
    });
    onward.on("error", (error) => {
      if (response.headersSent) return void response.destroy();
      response.writeHead(503, { "content-type": "text/plain", "x-ms-error-code": "ServerBusy" });
      response.end(`The blob store does not answer: ${error.message}`);
    });
    pipeline(request, onward, () => undefined);
    return true;
  };
}

/** Path and query for the blob service, which wants the account first. */
function blobPath(directory: BlobDirectory, { url = "/", headers }: IncomingMessage): string | undefined {
  const [, hostAccount] = virtualHost.exec(headers.host ?? "") ?? [];
  if (hostAccount !== undefined) return `/${hostAccount.toLowerCase()}${url}`;
  if (url.startsWith(containersPath)) {
    const rest = url.slice(containersPath.length - 1);
    const account = directory.accountOf(firstSegment(rest));
    return account === undefined ? undefined : `/${account}${rest}`;
  }
  return directory.hasAccount(firstSegment(url)) ? url : undefined;
}

function firstSegment(url: string): string {
  return /^\/([^/?]*)/.exec(url)?.[1] ?? "";
}
