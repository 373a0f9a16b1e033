/** Where azure-native keeps the resources of one type. */
interface NativeType {
  /** Path below the subscription; `{name}` is the input of that name. One that begins with `{` is a whole id itself. */
  path: string;
  apiVersion: string;
  /** True where the SDK shows the members of ARM's `properties` beside `name` and `location`. */
  flat?: true;
}

const GROUP = "/resourceGroups/{resourceGroupName}";
const WORKSPACE = `${GROUP}/providers/Microsoft.MachineLearningServices/workspaces/{workspaceName}`;

const learning = (path: string): NativeType => ({ path: `${WORKSPACE}${path}`, apiVersion: "2025-12-01" });

const companion = (provider: string, name: string, apiVersion: string): NativeType => ({
  path: `${GROUP}/providers/${provider}/{${name}}`,
  apiVersion,
  flat: true,
});

/** What this library makes, and what programs around it use to have. Source: the SDK's declarations, ARM's specifications. */
const types: Readonly<Record<string, NativeType>> = {
  "applicationinsights:Component": companion("Microsoft.Insights/components", "resourceName", "2020-02-02"),
  "applicationinsights:Workbook": companion("Microsoft.Insights/workbooks", "resourceName", "2022-04-01"),
  "authorization:RoleAssignment": {
    path: "{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    apiVersion: "2022-04-01",
    flat: true,
  },
  "containerregistry:Registry": companion("Microsoft.ContainerRegistry/registries", "registryName", "2023-07-01"),
  "keyvault:Secret": {
    path: `${GROUP}/providers/Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}`,
    apiVersion: "2023-07-01",
  },
  "keyvault:Vault": { path: `${GROUP}/providers/Microsoft.KeyVault/vaults/{vaultName}`, apiVersion: "2023-07-01" },
  "machinelearningservices:BatchDeployment": learning("/batchEndpoints/{endpointName}/deployments/{deploymentName}"),
  "machinelearningservices:BatchEndpoint": learning("/batchEndpoints/{endpointName}"),
  "machinelearningservices:CodeContainer": learning("/codes/{name}"),
  "machinelearningservices:CodeVersion": learning("/codes/{name}/versions/{version}"),
  "machinelearningservices:Compute": learning("/computes/{computeName}"),
  "machinelearningservices:DataContainer": learning("/data/{name}"),
  "machinelearningservices:DataVersion": learning("/data/{name}/versions/{version}"),
  "machinelearningservices:Datastore": learning("/datastores/{name}"),
  "machinelearningservices:EnvironmentContainer": learning("/environments/{name}"),
  "machinelearningservices:EnvironmentVersion": learning("/environments/{name}/versions/{version}"),
  "machinelearningservices:ModelContainer": learning("/models/{name}"),
  "machinelearningservices:ModelVersion": learning("/models/{name}/versions/{version}"),
  "machinelearningservices:OnlineDeployment": learning("/onlineEndpoints/{endpointName}/deployments/{deploymentName}"),
  "machinelearningservices:OnlineEndpoint": learning("/onlineEndpoints/{endpointName}"),
  "machinelearningservices:WorkspaceConnection": learning("/connections/{connectionName}"),
  "machinelearningservices:Workspace": { ...learning(""), flat: true },
  "managedidentity:UserAssignedIdentity": companion(
    "Microsoft.ManagedIdentity/userAssignedIdentities",
    "resourceName",
    "2023-01-31",
  ),
  "monitor:ActionGroup": companion("Microsoft.Insights/actionGroups", "actionGroupName", "2023-01-01"),
  "monitor:DiagnosticSetting": {
    path: "{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
    apiVersion: "2021-05-01-preview",
    flat: true,
  },
  "monitor:MetricAlert": companion("Microsoft.Insights/metricAlerts", "ruleName", "2018-03-01"),
  "monitor:ScheduledQueryRule": companion("Microsoft.Insights/scheduledQueryRules", "ruleName", "2023-12-01"),
  "monitor:AutoscaleSetting": {
    path: `${GROUP}/providers/Microsoft.Insights/autoscaleSettings/{autoscaleSettingName}`,
    apiVersion: "2022-10-01",
  },
  "operationalinsights:Workspace": companion("Microsoft.OperationalInsights/workspaces", "workspaceName", "2023-09-01"),
  "resources:ResourceGroup": { path: GROUP, apiVersion: "2021-04-01", flat: true },
  "storage:StorageAccount": companion("Microsoft.Storage/storageAccounts", "accountName", "2024-01-01"),
};

/** Where a resource lies in Azure. */
export interface NativeAddress {
  id: string;
  apiVersion: string;
}

function typeOf(token: string): NativeType | undefined {
  return types[token.replace(/^azure-native:/, "")];
}

/**
 * The address of an azure-native resource with these inputs; undefined for types that are not known here, and where a
 * name is no plain text.
 */
export function nativeAddress(
  token: string,
  inputs: Readonly<Record<string, unknown>>,
  subscriptionId: string,
): NativeAddress | undefined {
  const type = typeOf(token);
  if (!type) return undefined;
  let whole = true;
  const path = type.path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = inputs[name];
    if (typeof value === "string" && value !== "")
      return name === "scope" || name === "resourceUri" ? value : encodeURIComponent(value);
    whole = false;
    return "";
  });
  const id = type.path.startsWith("{") ? path : `/subscriptions/${subscriptionId}${path}`;
  return whole ? { id, apiVersion: type.apiVersion } : undefined;
}

/** An answer of ARM as azure-native shows it to programs, near enough until the provider itself has read it. */
export function nativeOutputs(token: string, answer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { id: _id, properties, ...outer } = answer;
  if (typeof properties !== "object" || properties === null) return outer;
  return typeOf(token)?.flat ? { ...properties, ...outer } : { ...outer, properties };
}
