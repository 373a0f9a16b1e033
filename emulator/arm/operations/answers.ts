import { ArmError } from "../http/errors";
import type { ArmRequest, Reply } from "../http/request";
import { route, type Route } from "../http/router";
import type { Operation } from "./operation";
import type { Operations } from "./operations";

/** How long clients are asked to wait between polls; those that know only whole seconds wait one. 0 would count as absent. */
const pollAgain = { "retry-after": "1", "x-ms-retry-after-ms": "100" };

/** How long a client should poll before it gives up (ISO 8601). */
const timeout = { "x-ms-async-operation-timeout": "PT3H" };

const operationsOf = "/subscriptions/{subscription}/providers/Microsoft.MachineLearningServices/locations/{location}";

type Called = Pick<ArmRequest<never>, "origin" | "apiVersion">;

/** Where the documents of an operation lie. */
export interface Place {
  subscription: string;
  location: string;
}

/** The link that `Azure-AsyncOperation` and `properties.properties.AzureAsyncOperationUri` hold. */
export function statusLink(called: Called, place: Place, name: string): string {
  return link(called, place, "mfeOperationsStatus", name);
}

/** The answer to a PUT that goes on: the resource, and where its operation can be followed. */
export function started(status: 200 | 201, body: unknown, statusUrl: string): Reply {
  return { status, body, headers: { "azure-asyncoperation": statusUrl, ...timeout } };
}

/** The answer to a PATCH, DELETE or action that goes on. */
export function accepted(called: Called, place: Place, name: string): Reply {
  return {
    status: 202,
    headers: { location: link(called, place, "mfeOperationResults", name), ...pollAgain, ...timeout },
  };
}

/** The documents of operations: their status, and at `Location` their result. */
export function operationRoutes(operations: Operations): Route[] {
  return [
    route("GET", `${operationsOf}/mfeOperationsStatus/{operation}`, (request) => {
      const operation = find(operations, request.name("operation"));
      const { id: name, status, startTime, endTime, error } = operation;
      const percentComplete = status === "InProgress" ? 0 : 100;
      const body = { id: request.path, name, status, startTime, endTime, percentComplete, error };
      return { status: 200, body, headers: status === "InProgress" ? pollAgain : {} };
    }),
    route("GET", `${operationsOf}/mfeOperationResults/{operation}`, (request) => result(operations, request)),
    route("GET", "/subscriptions/{subscription}/operationresults/{operation}", (request) =>
      result(operations, request),
    ),
  ];
}

function result(operations: Operations, request: ArmRequest<"operation">): Reply {
  const operation = find(operations, request.name("operation"));
  const { status, error } = operation;
  if (status === "InProgress") {
    const location = `${request.origin}${request.path}?api-version=${encodeURIComponent(request.apiVersion)}`;
    return { status: 202, headers: { location, ...pollAgain } };
  }
  if (status === "Failed") throw new ArmError(400, error?.code ?? "Failed", error?.message ?? "The operation failed.");
  return operations.result(operation);
}

function link(called: Called, { subscription, location }: Place, kind: string, name: string): string {
  const path = `/subscriptions/${subscription}/providers/Microsoft.MachineLearningServices/locations/${location}/${kind}/${name}`;
  return `${called.origin}${path}?api-version=${encodeURIComponent(called.apiVersion)}`;
}

function find(operations: Operations, name: string): Operation {
  const operation = operations.find(name);
  if (operation === undefined) throw new ArmError(404, "NotFound", `There is no operation '${name}'.`);
  return operation;
}
