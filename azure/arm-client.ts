import {
  createDefaultHttpClient,
  createHttpHeaders,
  createPipelineRequest,
  type HttpClient,
  type HttpMethods,
  type Pipeline,
} from "@azure/core-rest-pipeline";
import type { z } from "zod";
import { allPages } from "./all-pages";
import { ArmError } from "./arm-error";
import { armPipeline, armTokens } from "./arm-pipeline";
import { type ArmResponse, checked, readBody, refused, requestLine, unreached } from "./arm-response";
import { type Cloud, isLoopback } from "./cloud";
import { finishOperation } from "./operation";
import type { ArmCredential } from "./token-renewal";

/** Version of the API that all requests speak whose path names none. */
export const API_VERSION = "2025-12-01";

/** A write, and the seconds until its operation has to be over. */
export interface ArmWrite {
  method: "PUT" | "PATCH" | "POST" | "DELETE";
  path: string;
  body?: unknown;
  timeoutSeconds: number;
  /** Called once when the service has taken the write on, before its operation is over. */
  onAccepted?: () => void;
}

/** What differs in tests. */
export interface ArmClientOptions {
  httpClient?: HttpClient;
  /** Milliseconds before the first repetition of a read; doubles each time. Default 1000. */
  retryDelayMs?: number;
  /** Milliseconds between looks at an operation where the service does not say. Default 2000, locally 250. */
  pollIntervalMs?: number;
}

/** Azure Resource Manager: signed in, with repeated reads, checked answers and long-running writes. */
export class ArmClient {
  private readonly httpClient: HttpClient;
  private readonly pollIntervalMs: number;
  private readonly reads: Pipeline;
  private readonly writes: Pipeline;

  constructor(
    readonly cloud: Cloud,
    readonly credential: ArmCredential,
    options: ArmClientOptions = {},
  ) {
    const { httpClient = createDefaultHttpClient(), retryDelayMs = 1000 } = options;
    this.httpClient = httpClient;
    this.pollIntervalMs = options.pollIntervalMs ?? (cloud.local ? 250 : 2000);
    const tokens = armTokens(cloud, credential);
    this.reads = armPipeline(cloud, tokens, { maxRetries: 4, retryDelayMs });
    // A write is never sent again as it is: what it was built on may have changed. Its caller reads and builds anew.
    this.writes = armPipeline(cloud, tokens, { maxRetries: 0, retryDelayMs });
  }

  /** Reads a resource; undefined where there is none. */
  async get<T>(path: string, shape: z.ZodType<T>): Promise<T | undefined> {
    try {
      return checked(await this.send(this.reads, "GET", this.url(path)), shape);
    } catch (error) {
      // A subscription that is not found means the wrong sign-in, not that the resource is gone.
      if (error instanceof ArmError && error.status === 404 && !/subscription/i.test(error.code)) return undefined;
      throw error;
    }
  }

  /** Reads all pages of a list. */
  async list<T>(path: string, item: z.ZodType<T>): Promise<T[]> {
    return allPages(this.url(path), item, async (url, shape) =>
      checked(await this.send(this.reads, "GET", url), shape),
    );
  }

  /** Asks for an action that changes nothing, such as `listKeys`, so that it may be repeated. */
  async ask<T>(path: string, shape: z.ZodType<T>, body?: unknown): Promise<T> {
    return checked(await this.send(this.reads, "POST", this.url(path), body), shape);
  }

  /** Sends a write once and waits until its operation is over. */
  async write({ method, path, body, timeoutSeconds, onAccepted }: ArmWrite): Promise<void> {
    const first = await this.send(this.writes, method, this.url(path), body);
    onAccepted?.();
    const look = (url: string) => this.send(this.reads, "GET", new URL(url, this.cloud.armUrl).href);
    await finishOperation(first, look, { timeoutSeconds, pollIntervalMs: this.pollIntervalMs });
  }

  /** Paths of other services bring their own version. */
  private url(path: string): string {
    const url = `${this.cloud.armUrl}${path}`;
    return /[?&]api-version=/.test(path) ? url : `${url}${path.includes("?") ? "&" : "?"}api-version=${API_VERSION}`;
  }

  private async send(through: Pipeline, method: HttpMethods, url: string, body?: unknown): Promise<ArmResponse> {
    const request = requestLine(method, url);
    if (!this.isArm(url)) {
      throw new ArmError(request, { status: 0, code: "ForeignHost", message: `${new URL(url).host} is not ARM` });
    }
    const message = createPipelineRequest({
      method,
      url,
      headers: createHttpHeaders(body === undefined ? {} : { "Content-Type": "application/json" }),
      body: body === undefined ? undefined : JSON.stringify(body),
      allowInsecureConnection: isLoopback(url),
    });
    const response = await through.sendRequest(this.httpClient, message).catch((error) => unreached(request, error));
    if (response.status >= 300) throw refused(request, response);
    return {
      request,
      method,
      url,
      status: response.status,
      headers: response.headers.toJSON(),
      body: readBody(response),
    };
  }

  /** Links in answers are followed with the same token, so they must not lead elsewhere. */
  private isArm(url: string): boolean {
    const arm = new URL(this.cloud.armUrl);
    const { protocol, host } = new URL(url);
    return protocol === arm.protocol && (host === arm.host || host.endsWith(`.${arm.host}`));
  }
}
