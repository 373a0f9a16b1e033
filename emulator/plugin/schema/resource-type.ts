import type { Members, TextShape } from "./shape";

/** All that the provider knows of one type of resource. */
export interface ResourceType {
  /** The resource's id with its path parameters in braces, for example `/subscriptions/{subscriptionId}/…/{name}`. */
  readonly path: string;
  readonly apiVersion: string;
  /** Body of PUT and answer of GET. */
  readonly members: Members;
  /** Limits of path parameters. */
  readonly names?: Readonly<Record<string, TextShape>>;
  /** Inputs that go into the query of PUT. */
  readonly query?: readonly string[];
  /** Whether the specification marks PUT and DELETE as long-running: then the answer's body is polled as well. */
  readonly longRunning?: { readonly put?: boolean; readonly delete?: boolean };
}

/** A function of the SDK that asks the service. */
export interface ServiceFunction {
  readonly path: string;
  readonly apiVersion: string;
  readonly method: "GET" | "POST";
  /** Arguments that go into the body. */
  readonly body?: Members;
  /** Arguments that go into the query. */
  readonly query?: readonly string[];
  readonly answer: Members;
  /** Reads a resource: the answer then says the api-version too. */
  readonly getter?: boolean;
}
