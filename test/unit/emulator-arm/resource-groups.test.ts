import assert from "node:assert/strict";
import { deployment, endpointWith, location, register } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("resource groups", () => {
  let local: LocalAzureMl;
  beforeEach(async () => (local = await LocalAzureMl.start()));
  afterEach(() => local.stop());
  const path = (name: string): string => `${local.subscription}/resourceGroups/${name}`;

  it("are created with 201 and updated with 200", async () => {
    const created = await local.put(path("Team-A"), { location: "West Europe", tags: { a: "1" } });
    assert.deepEqual(
      [created.status, created.body.location, created.body.properties.provisioningState],
      [201, location, "Succeeded"],
    );
    const updated = await local.put(path("team-a"), { location });
    assert.deepEqual([updated.status, updated.body.name, updated.body.tags], [200, "Team-A", undefined]);
  });

  it("stay in their region", async () => {
    await local.put(path("here"), { location });
    const moved = await local.put(path("here"), { location: "eastus" });
    assert.deepEqual([moved.status, moved.body.error.code], [409, "InvalidResourceGroupLocation"]);
  });

  it("refuse bad names and unknown members", async () => {
    assert.equal((await local.put(path("ends."), { location })).body.error.code, "InvalidResourceName");
    const answer = await local.put(path("ok"), { location, colour: "red" });
    assert.equal(answer.body.error.details[0].target, "colour");
  });

  it("merge tags by PATCH, null removes", async () => {
    await local.put(path("tagged"), { location, tags: { a: "1", b: "2" } });
    const { body } = await local.send("PATCH", path("tagged"), { tags: { b: null, c: "3" } });
    assert.deepEqual(body.tags, { a: "1", c: "3" });
  });

  it("take everything in them along when they go: 202, then 200 at Location", async () => {
    await register(local);
    await endpointWith(local, "doomed", "blue");
    local.hold();
    const first = await local.send("DELETE", local.group);
    assert.equal(first.status, 202);
    assert.match(first.headers.get("location") ?? "", /\/operationresults\//);
    assert.equal((await local.get(local.group)).body.properties.provisioningState, "Deleting");
    assert.equal(
      (await local.put(`${local.workspace}/onlineEndpoints/late`, {})).body.error.code,
      "ResourceGroupBeingDeleted",
    );
    local.open();
    assert.equal((await local.finish("DELETE", path("nobody"))).body.error.code, "ResourceGroupNotFound");
    const link = first.headers.get("location") ?? "";
    let end = await local.get(link);
    while (end.status === 202) end = await local.get(link);
    assert.equal(end.status, 200);
    assert.equal((await local.get(local.workspace)).body.error.code, "ResourceGroupNotFound");
    assert.deepEqual(local.serving.removed, ["doomed/blue"]);
    assert.equal(local.blobs.accounts.size, 0);
    assert.equal(local.serving.directory?.find("doomed"), undefined);

    await local.put(local.group, { location });
    assert.equal((await local.get(local.workspace)).status, 404);
  });

  it("wait for what runs in them before they go, so that nothing comes back", async () => {
    await register(local);
    const root = await endpointWith(local, "slow");
    local.hold();
    await local.put(`${root}/deployments/blue`, deployment(local));
    const link = (await local.send("DELETE", local.group)).headers.get("location") ?? "";
    local.open();
    while ((await local.get(link)).status === 202);
    await local.put(local.group, { location });
    assert.equal((await local.get(`${root}/deployments/blue`)).status, 404);
    assert.deepEqual(
      (await local.get(`${local.subscription}/providers/Microsoft.MachineLearningServices/workspaces`)).body.value,
      [],
    );
    assert.deepEqual(local.serving.events, ["apply slow/blue", "remove slow/blue"]);
    assert.equal(local.serving.directory?.find("slow"), undefined);
  });

  it("and what is in them can be deleted by two at once", async () => {
    await register(local);
    await endpointWith(local, "shared", "blue");
    const account = `${local.group}/providers/Microsoft.Storage/storageAccounts/localazureml`;
    const both = (path: string) => Promise.all([local.send("DELETE", path), local.send("DELETE", path)]);
    for (const path of [local.workspace, account]) {
      const statuses = (await both(path)).map(({ status }) => status);
      assert.ok(
        statuses.every((status) => status === 200 || status === 204),
        String(statuses),
      );
      assert.equal((await local.get(path)).status, 404);
    }
  });
});
