import type { Store } from "./arm/store/store";
import { Query, type BareRequest, type Reply } from "./arm/http/request";

/** What there is from the start. */
export const seeded = {
  subscriptionId: "10ca1a2e-0000-4000-8000-000000000000",
  tenantId: "10ca1a2e-0000-4000-8000-00000000000f",
  resourceGroup: "local",
  workspace: "local",
  location: "westeurope",
} as const;

/** Makes the first resource group and workspace, by the requests that anybody would make them with; once for a store. */
export async function seed(store: Store, answer: (request: BareRequest) => Promise<Reply>): Promise<void> {
  const done = store.collection("seeded");
  if (done.get(seeded.workspace)) return;
  const { subscriptionId, tenantId, resourceGroup, workspace, location } = seeded;
  const group = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  const put = async (path: string, body: object): Promise<string> => {
    await answer({
      method: "PUT",
      path,
      query: Query.parse("api-version=2024-10-01"),
      body,
      origin: "http://127.0.0.1",
    });
    return path;
  };

  await put(group, { location });
  const storageAccount = await put(`${group}/providers/Microsoft.Storage/storageAccounts/localazureml`, {
    location,
    kind: "StorageV2",
    sku: { name: "Standard_LRS" },
  });
  const keyVault = await put(`${group}/providers/Microsoft.KeyVault/vaults/local-vault`, {
    location,
    properties: { tenantId, sku: { family: "A", name: "standard" } },
  });
  const applicationInsights = await put(`${group}/providers/Microsoft.Insights/components/local-insights`, {
    location,
    kind: "web",
    properties: { Application_Type: "web" },
  });
  await put(`${group}/providers/Microsoft.MachineLearningServices/workspaces/${workspace}`, {
    location,
    identity: { type: "SystemAssigned" },
    properties: { storageAccount, keyVault, applicationInsights },
  });
  done.put({ id: seeded.workspace });
}
