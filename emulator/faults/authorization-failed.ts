import type { BareRequest } from "../arm/http/request";

/** Azure's words for a role that is missing, or does not count yet ("Troubleshoot Azure RBAC"). */
export function authorizationFailed({ method, path }: Pick<BareRequest, "method" | "path">): string {
  const principal = "22222222-2222-2222-2222-222222222222";
  return (
    `The client '${principal}' with object id '${principal}' does not have authorization to perform action ` +
    `'${actionOf(method, path)}' over scope '${decodeURIComponent(path)}' or the scope is invalid. If access was recently ` +
    "granted, please refresh your credentials."
  );
}

/** `Microsoft.MachineLearningServices/workspaces/onlineEndpoints/write`: types without names, and what is done there. */
function actionOf(method: string, path: string): string {
  const [namespace = "Microsoft.Resources", ...rest] = (path.split("/providers/").at(-1) ?? "").split("/");
  const types = rest.filter((_, index) => index % 2 === 0);
  const verbs: Record<string, string> = { GET: "read", PUT: "write", PATCH: "write", DELETE: "delete", POST: "action" };
  return [namespace, ...types, verbs[method] ?? "action"].join("/");
}
