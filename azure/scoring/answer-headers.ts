import type { IncomingHttpHeaders } from "node:http";

/** A header's value; the first, where there are several. */
export function headerOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value[0] : value;
}

/** Why the service answered in the model's place: `model_error`, `model_not_ready`, `too_many_pending_request`. */
export function modelReasonOf(headers: IncomingHttpHeaders): string | undefined {
  return headerOf(headers, "ms-azureml-model-error-reason");
}

/** The container's own status, where the service answered another one in its place. */
export function modelStatusOf(headers: IncomingHttpHeaders): number | undefined {
  const status = Number(headerOf(headers, "ms-azureml-model-error-statuscode") ?? NaN);
  return Number.isInteger(status) ? status : undefined;
}

/** Deployment that answered, if the service tells. */
export function deploymentOf(headers: IncomingHttpHeaders): string | undefined {
  return headerOf(headers, "azureml-model-deployment");
}

/** The service's id of the request. */
export function requestIdOf(headers: IncomingHttpHeaders): string | undefined {
  return headerOf(headers, "x-request-id");
}
