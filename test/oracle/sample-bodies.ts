/** A body of a PUT with the resource type that it is for. */
export interface Sample {
  armType: string;
  body: unknown;
}

export const WORKSPACE = "Microsoft.MachineLearningServices/workspaces";
export const ENDPOINT = `${WORKSPACE}/onlineEndpoints`;
export const DEPLOYMENT = `${ENDPOINT}/deployments`;
const TENANT = "22222222-2222-2222-2222-222222222222";

const location = "westeurope";

export const sample = (armType: string, body: unknown): Sample => ({ armType, body });

/** Each is well-formed; what is given is put over it. */
export const endpoint = (properties: object = {}, more: object = {}): Sample =>
  sample(ENDPOINT, { location, properties: { authMode: "Key", ...properties }, ...more });

export const deployment = (properties: object = {}, more: object = {}): Sample =>
  sample(DEPLOYMENT, { location, properties: { endpointComputeType: "Managed", ...properties }, ...more });

export const workspace = (more: object = {}): Sample =>
  sample(WORKSPACE, { location, identity: { type: "SystemAssigned" }, ...more });

export const asset = (collection: string, properties: object): Sample =>
  sample(`${WORKSPACE}/${collection}/versions`, { properties });

export const group = (more: object = {}): Sample => sample("Microsoft.Resources/resourceGroups", { location, ...more });

export const storage = (properties: object): Sample =>
  sample("Microsoft.Storage/storageAccounts", {
    location,
    kind: "StorageV2",
    sku: { name: "Standard_LRS" },
    properties,
  });

export const vault = (properties: object = {}): Sample =>
  sample("Microsoft.KeyVault/vaults", {
    location,
    properties: { tenantId: TENANT, sku: { family: "A", name: "standard" }, ...properties },
  });

export const logs = (more: object): Sample => sample("Microsoft.OperationalInsights/workspaces", { location, ...more });

export const insights = (properties: object): Sample =>
  sample("Microsoft.Insights/components", { location, kind: "web", properties });

export const registry = (properties: object): Sample =>
  sample("Microsoft.ContainerRegistry/registries", { location, sku: { name: "Standard" }, properties });
