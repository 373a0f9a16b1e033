import { once } from "node:events";
import { createServer } from "node:http";
import type { IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** JSON as requests and answers carry it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export interface JsonObject {
  [member: string]: Json;
}

/** How the operations on a resource go. */
export interface Fate {
  /** The operation is accepted and then fails like this. */
  failure?: { code: string; message: string };
  /** The operation never ends. */
  stuck?: boolean;
}

interface Answer {
  status: number;
  headers?: Record<string, string>;
  body?: Json;
}

export const SUBSCRIPTION = "00000000-1111-2222-3333-444444444444";
export const TENANT = "55555555-6666-7777-8888-999999999999";
export const GROUP = `/subscriptions/${SUBSCRIPTION}/resourceGroups/rg`;
export const WORKSPACE = `${GROUP}/providers/Microsoft.MachineLearningServices/workspaces/main`;

/** Types whose PUT and DELETE go on after the answer. */
const LONG_RUNNING = /\/(onlineEndpoints|deployments)\/[^/]+$/i;
/** Members that only the service sets: a client that sends them is wrong. */
const READ_ONLY = ["id", "name", "type", "systemData", "provisioningState", "scoringUri", "swaggerUri"];

/** A strict little ARM: one workspace, anything in it, long-running operations for endpoints and deployments. */
export class FakeArm {
  /** Requests as `PUT onlineEndpoints/shop`, relative to the workspace; looks at operations are not among them. */
  readonly requests: string[] = [];
  readonly bodies = new Map<string, JsonObject>();
  /** By the end of a resource's id. */
  readonly fates = new Map<string, Fate>();
  url = "";
  private readonly resources = new Map<string, JsonObject>();
  private readonly operations = new Map<string, JsonObject>();
  private readonly server = createServer((request, response) => {
    void this.answer(request).then(({ status, headers, body }) => {
      response.writeHead(status, headers).end(body === undefined ? "" : JSON.stringify(body));
    });
  });

  async start(): Promise<this> {
    await once(this.server.listen(0, "127.0.0.1"), "listening");
    const address = this.server.address() satisfies AddressInfo | string | null;
    this.url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
    this.store(GROUP, { location: "westeurope" });
    return this;
  }

  async stop(): Promise<void> {
    this.server.close().closeAllConnections();
    await once(this.server, "close");
  }

  /** Settles once a request has come that reads `request`. */
  async until(request: string): Promise<void> {
    while (!this.requests.includes(request)) {
      await once(this.server, "request");
    }
  }

  /** Settles when no client is connected any more. */
  async abandoned(): Promise<void> {
    const count = (): Promise<number> =>
      new Promise((resolve, reject) =>
        this.server.getConnections((error, open) => (error ? reject(error) : resolve(open))),
      );
    while ((await count()) > 0) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }

  /** The live resource, as somebody else would see and change it. */
  find(path: string): JsonObject | undefined {
    return this.resources.get(absolute(path).toLowerCase());
  }

  store(path: string, body: JsonObject): JsonObject {
    const id = absolute(path);
    const resource = { ...body, id, name: id.split("/").at(-1) ?? "", type: "Fake/type" };
    this.resources.set(id.toLowerCase(), resource);
    return resource;
  }

  remove(path: string): void {
    const id = absolute(path).toLowerCase();
    for (const known of [...this.resources.keys()].filter((each) => each === id || each.startsWith(`${id}/`))) {
      this.resources.delete(known);
    }
  }

  private async answer(request: IncomingMessage): Promise<Answer> {
    const url = new URL(request.url ?? "/", this.url);
    const id = decodeURIComponent(url.pathname);
    const operation = this.operations.get(id);
    if (operation !== undefined) {
      return { status: 200, body: operation };
    }
    if (id === `/subscriptions/${SUBSCRIPTION}`) {
      return { status: 200, body: { tenantId: TENANT } };
    }
    const method = request.method ?? "";
    const path = id.replace(`${WORKSPACE}/`, "");
    this.requests.push(`${method} ${path}`);
    if (request.headers.authorization !== "Bearer local" || !url.searchParams.has("api-version")) {
      return refused(401, "AuthenticationFailed", "no bearer token, or no api-version");
    }
    if (method === "PUT") {
      const body: JsonObject = JSON.parse((await request.setEncoding("utf8").toArray()).join(""));
      this.bodies.set(path, body);
      return this.put(id, body);
    }
    const found = this.find(id);
    if (method === "POST" && path.endsWith("/listKeys")) {
      return { status: 200, body: { primaryKey: "first", secondaryKey: "second" } };
    }
    if (method === "DELETE" && found !== undefined) {
      this.remove(id);
      return { status: 202, headers: this.operate({}) };
    }
    return found === undefined ? refused(404, "ResourceNotFound", `${id} was not found`) : { status: 200, body: found };
  }

  private put(id: string, body: JsonObject): Answer {
    const endpoint = /^(.*)\/deployments\/[^/]+$/i.exec(id)?.[1];
    const forbidden = READ_ONLY.filter((name) => name in { ...body, ...objectOf(body["properties"]) });
    if (endpoint !== undefined && this.find(endpoint) === undefined) {
      return refused(404, "ParentResourceNotFound", `${endpoint} was not found`);
    }
    if (forbidden.length > 0) {
      return refused(400, "BadRequest", `read-only: ${forbidden.join(", ")}`);
    }
    const status = this.find(id) === undefined ? 201 : 200;
    const fate = [...this.fates].find(([end]) => id.endsWith(end))?.[1] ?? {};
    const provisioningState = fate.failure !== undefined ? "Failed" : fate.stuck === true ? "Creating" : "Succeeded";
    const scoringUri = `http://127.0.0.1/${id.split("/").at(-1) ?? ""}/score`;
    const resource = this.store(id, {
      ...body,
      properties: { ...objectOf(body["properties"]), provisioningState, scoringUri },
    });
    return LONG_RUNNING.test(id)
      ? { status, headers: this.operate(fate), body: { properties: { provisioningState: "Updating" } } }
      : { status, body: resource };
  }

  private operate({ failure, stuck }: Fate): Record<string, string> {
    const path = `/operations/${this.operations.size}`;
    const status = failure !== undefined ? "Failed" : stuck === true ? "InProgress" : "Succeeded";
    this.operations.set(path, { status, ...(failure === undefined ? {} : { error: failure }) });
    return { "azure-asyncoperation": `${this.url}${path}?api-version=2025-12-01` };
  }
}

const absolute = (path: string): string => (path.startsWith("/") ? path : `${WORKSPACE}/${path}`);

const refused = (status: number, code: string, message: string): Answer => ({
  status,
  body: { error: { code, message } },
});

const objectOf = (value: Json | undefined): JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value) ? value : {};
