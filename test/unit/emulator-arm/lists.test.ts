import assert from "node:assert/strict";
import { endpoint, endpointWith, register } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("lists", () => {
  let local: LocalAzureMl;
  before(async () => {
    local = await LocalAzureMl.start();
    await fill(local);
  });
  after(() => local.stop());

  const cases: readonly [path: string, names: string[]][] = [
    ["onlineEndpoints", ["first", "second", "third"]],
    ["onlineEndpoints?name=SECOND", ["second"]],
    ["onlineEndpoints?tags=team=search", ["second"]],
    ["onlineEndpoints?tags=team", ["second", "third"]],
    ["onlineEndpoints?tags=team=search,other", []],
    ["onlineEndpoints?properties=tier=gold", ["third"]],
    ["onlineEndpoints?computeType=Managed", ["first", "second", "third"]],
    ["onlineEndpoints?computeType=Kubernetes", []],
    ["onlineEndpoints?count=2", ["first", "second"]],
    ["onlineEndpoints?$skip=2", ["third"]],
    ["onlineEndpoints/first/deployments", ["blue", "green"]],
    ["onlineEndpoints/first/deployments?$top=1", ["blue"]],
    ["onlineEndpoints/first/deployments?$orderBy=createdtime%20desc", ["green", "blue"]],
    ["onlineEndpoints/first/deployments?$skip=1", ["green"]],
    ["models/m/versions", ["3", "2", "1"]],
    ["models/m/versions?$orderBy=createdtime%20asc&$top=2", ["1", "2"]],
    ["models/m/versions?version=2", ["2"]],
    ["models/m/versions?description=of%20three", ["3"]],
    ["models/m/versions?tags=stage=test", ["2"]],
    ["models/m/versions?properties=accuracy", ["3"]],
    ["models/m/versions?offset=1", ["2", "1"]],
    ["models/m/versions?listViewType=ArchivedOnly", ["4"]],
    ["models/m/versions?listViewType=All", ["4", "3", "2", "1"]],
    ["models?count=1", ["m"]],
    ["data/d/versions?$tags=stage=test", ["1"]],
    ["data/d/versions?$tags=stage=production", []],
    ["codes/unknown/versions", []],
    ["datastores", ["workspaceblobstore", "workspaceartifactstore", "archive"]],
    ["datastores?isDefault=true", ["workspaceblobstore"]],
    ["datastores?names=archive,WORKSPACEBLOBSTORE", ["workspaceblobstore", "archive"]],
    ["datastores?names=archive&names=workspaceblobstore", ["workspaceblobstore", "archive"]],
    ["datastores?searchText=Store", ["workspaceblobstore", "workspaceartifactstore"]],
    ["datastores?orderBy=name&orderByAsc=true", ["archive", "workspaceartifactstore", "workspaceblobstore"]],
    ["datastores?orderBy=name", ["workspaceblobstore", "workspaceartifactstore", "archive"]],
    ["datastores?count=1&$skip=2", ["archive"]],
    ["computes?$skip=1", ["cpu-b"]],
    ["connections", ["feed", "git"]],
    ["connections?$skip=1", ["git"]],
    ["connections?category=git", ["git"]],
  ];
  for (const [path, expected] of cases) {
    it(`${path}: ${expected.join(", ") || "nothing"}`, async () => {
      const { status, body } = await local.get(`${local.workspace}/${path}`);
      assert.equal(status, 200);
      assert.deepEqual(
        body.value.map(({ name }: { name: string }) => name),
        expected,
      );
    });
  }

  it("go on at the link that they end with, under the same filter", async () => {
    const seen: string[] = [];
    for (let link = `${local.workspace}/onlineEndpoints?tags=team&count=1`; link;) {
      const { body } = await local.get(link);
      seen.push(...body.value.map(({ name }: { name: string }) => name));
      link = body.nextLink;
    }
    assert.deepEqual(seen, ["second", "third"]);
  });
});

async function fill(local: LocalAzureMl): Promise<void> {
  const put = async (path: string, body: object): Promise<void> => {
    const { status, body: answer } = await local.finish("PUT", `${local.workspace}/${path}`, body);
    assert.ok(status < 300, JSON.stringify(answer));
  };
  await register(local);
  await endpointWith(local, "first", "blue", "green");
  await put("onlineEndpoints/second", endpoint({}, { tags: { team: "search" } }));
  await put("onlineEndpoints/third", endpoint({ properties: { tier: "gold" } }, { tags: { team: "ads" } }));

  const model = { modelUri: "azureml://datastores/d/paths/p" };
  await put("models/m/versions/1", { properties: model });
  await put("models/m/versions/2", { properties: { ...model, tags: { stage: "test" } } });
  await put("models/m/versions/3", {
    properties: { ...model, description: "of three", properties: { accuracy: 0.9 } },
  });
  await put("models/m/versions/4", { properties: { ...model, isArchived: true } });
  const data = { dataType: "uri_file", dataUri: "azureml://datastores/d/paths/p" };
  await put("data/d/versions/1", { properties: { ...data, tags: { stage: "test" } } });

  const { body: blobstore } = await local.get(`${local.workspace}/datastores/workspaceblobstore`);
  const { accountName } = blobstore.properties;
  const credentials = { credentialsType: "AccountKey" };
  const archive = { datastoreType: "AzureBlob", accountName, containerName: "archive", credentials };
  await put("datastores/archive", { properties: archive });
  for (const name of ["cpu-a", "cpu-b"]) await put(`computes/${name}`, { properties: { computeType: "AmlCompute" } });
  await put("connections/feed", { properties: { authType: "None", category: "PythonFeed" } });
  await put("connections/git", { properties: { authType: "None", category: "Git" } });
}
