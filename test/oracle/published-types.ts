import { SECRET_EXPIRY } from "./added-members";
import { valueFaults } from "./body-judge";
import { publishedPackage, type Mapper, type PackageName } from "./published-package";

/** A request as a server sees it; `body` undefined or null where none came. */
export interface ArmRequest {
  method: string;
  path: string;
  body?: unknown;
}

interface Judgement {
  types: PackageName;
  body: Mapper;
}

const published = (types: PackageName, className: string): Judgement => ({
  types,
  body: { type: { name: "Composite", className } },
});
const machineLearning = (className: string) => published("@azure/arm-machinelearning", className);

const ML = "Microsoft.MachineLearningServices/workspaces";

/** The body that each request takes, by method and resource type (for POST with the action). */
const BODIES: Readonly<Record<string, Judgement>> = {
  "PUT Microsoft.ContainerRegistry/registries": published("@azure/arm-containerregistry", "Registry"),
  "PUT Microsoft.Insights/components": published("@azure/arm-appinsights", "ApplicationInsightsComponent"),
  "PUT Microsoft.KeyVault/vaults": published("@azure/arm-keyvault", "VaultCreateOrUpdateParameters"),
  "PUT Microsoft.OperationalInsights/workspaces": published("@azure/arm-operationalinsights", "Workspace"),
  "PUT Microsoft.Resources/resourceGroups": published("@azure/arm-resources", "ResourceGroup"),
  "PUT Microsoft.Storage/storageAccounts": published("@azure/arm-storage", "StorageAccountCreateParameters"),
  [`PUT ${ML}`]: machineLearning("Workspace"),
  [`PUT ${ML}/codes`]: machineLearning("CodeContainer"),
  [`PUT ${ML}/codes/versions`]: machineLearning("CodeVersion"),
  [`PUT ${ML}/datastores`]: machineLearning("Datastore"),
  [`PUT ${ML}/environments`]: machineLearning("EnvironmentContainer"),
  [`PUT ${ML}/environments/versions`]: machineLearning("EnvironmentVersion"),
  [`PUT ${ML}/models`]: machineLearning("ModelContainer"),
  [`PUT ${ML}/models/versions`]: machineLearning("ModelVersion"),
  [`PUT ${ML}/onlineEndpoints`]: machineLearning("OnlineEndpoint"),
  [`PUT ${ML}/onlineEndpoints/deployments`]: machineLearning("OnlineDeployment"),
  [`PATCH ${ML}/onlineEndpoints`]: machineLearning("PartialMinimalTrackedResourceWithIdentity"),
  [`PATCH ${ML}/onlineEndpoints/deployments`]: machineLearning("PartialMinimalTrackedResourceWithSku"),
  [`POST ${ML}/datastores/listSecrets`]: { types: "@azure/arm-machinelearning", body: SECRET_EXPIRY },
  [`POST ${ML}/onlineEndpoints/deployments/getLogs`]: machineLearning("DeploymentLogsRequest"),
};

/** Actions that take no body; an empty object is as good. */
const BODILESS = [
  "POST Microsoft.Storage/storageAccounts/listKeys",
  `POST ${ML}/onlineEndpoints/listKeys`,
  `POST ${ML}/onlineEndpoints/token`,
];

/**
 * Everything that Microsoft's published types do not allow in the body of a `PUT` of `armType`, for example
 * `Microsoft.MachineLearningServices/workspaces/onlineEndpoints`: unknown members and wrong casing, missing members,
 * members that only the service writes, wrong JSON types, values outside an enumeration, broken constraints.
 */
export function bodyFaults(armType: string, body: unknown): string[] {
  return judge(`PUT ${armType}`, body);
}

/** The same for any request that carries a body. */
export function requestFaults({ method, path, body }: ArmRequest): string[] {
  const { armType, action } = armTarget(path);
  const operation = `${method} ${armType}${action === "" ? "" : `/${action}`}`;
  if (!BODILESS.includes(operation)) return judge(operation, body);
  const empty = body === undefined || body === null || JSON.stringify(body) === "{}";
  return empty ? [] : [`${operation}: takes no body`];
}

function judge(operation: string, body: unknown): string[] {
  const judgement = BODIES[operation];
  if (judgement === undefined) return [`${operation}: no published type to judge its body by`];
  return valueFaults(publishedPackage(judgement.types), judgement.body, body, "");
}

/** The resource type that a path leads to, in the path's own casing, and the action on it ("" for none). */
export function armTarget(path: string): { armType: string; action: string } {
  // The specification spells this one path in lower case and all others in camel case.
  if (/^\/subscriptions\/[^/]+\/resourcegroups\/[^/]+$/i.test(path)) {
    return { armType: "Microsoft.Resources/resourceGroups", action: "" };
  }
  const [, provider, rest = ""] = /.*\/providers\/([^/]+)\/(.*)$/.exec(path) ?? [];
  if (provider === undefined) return { armType: path, action: "" };
  const steps = rest.split("/");
  const action = steps.length % 2 === 1 ? (steps.pop() ?? "") : "";
  return { armType: [provider, ...steps.filter((_, index) => index % 2 === 0)].join("/"), action };
}
