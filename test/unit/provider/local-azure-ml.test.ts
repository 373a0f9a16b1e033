import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { contentListing } from "../../../arm/content-listing";
import { workspaceId } from "../../../arm/ids";
import { openArm } from "../../../azure/connect";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import { openScoring } from "../../../azure/scoring/open-scoring";
import { realParts } from "../../../emulator/parts";
import { type Emulator, start } from "../../../emulator/start";
import * as provider from "../../../provider";
import { FakeServing } from "../emulator-arm/fake-serving";

const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

describe("the provider, against the local Azure ML", function () {
  this.timeout(180_000);
  let folder: string;
  let emulator: Emulator;
  let endpoints: OnlineEndpoints;
  let workspace: string;
  const outside = process.env["PULUMI_AZUREML_ARM_URL"];

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "local-azure-ml-"));
    // Deployments come up at once and run nothing: what scoring needs is tested elsewhere.
    emulator = await start({ folder }, { ...realParts({ folder }), serving: () => new FakeServing() });
    const { armUrl, subscriptionId, resourceGroup, workspace: workspaceName } = emulator.status;
    process.env["PULUMI_AZUREML_ARM_URL"] = armUrl;
    workspace = workspaceId({ subscriptionId, resourceGroupName: resourceGroup, workspaceName });
    const arm = openArm();
    endpoints = new OnlineEndpoints(workspace, arm);
    await endpoints.put("fraud", {
      location: "westeurope",
      identity: { type: "SystemAssigned" },
      tags: { owner: "team" },
      properties: { authMode: "Key" },
    });
    const environmentId = `${workspace}/environments/env/versions/1`;
    const image = { properties: { image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest" } };
    await arm.write({ method: "PUT", path: environmentId, body: image, timeoutSeconds: 30 });
    for (const name of ["blue", "green"]) {
      await arm.write({
        method: "PUT",
        path: `${workspace}/onlineEndpoints/fraud/deployments/${name}`,
        body: {
          location: "westeurope",
          sku: { name: "Default", capacity: 1 },
          properties: { endpointComputeType: "Managed", instanceType: "Standard_DS3_v2", environmentId },
        },
        timeoutSeconds: 30,
      });
    }
  });
  after(async () => {
    delete process.env["PULUMI_AZUREML_ARM_URL"];
    if (outside !== undefined) process.env["PULUMI_AZUREML_ARM_URL"] = outside;
    await emulator.stop();
    rmSync(folder, { recursive: true });
  });

  it("takes an endpoint over, moves its weights, reads drift and mends it", async () => {
    const inputs = { workspaceId: workspace, endpointName: "fraud", deployments: ["blue", "green"] };
    const wanted = { ...inputs, traffic: { blue: 90, green: 10 }, authMode: "Key" as const, tags: { stage: "prod" } };

    const { id, outs } = await provider.createEndpointSettings(wanted);
    const first = await endpoints.get("fraud");
    assert.deepEqual(first?.properties.traffic, { blue: 90, green: 10 });
    assert.deepEqual(first?.tags, { owner: "team", stage: "prod" });
    assert.notEqual(outs.principalId, "");
    assert.deepEqual(await provider.diffEndpointSettings(id, outs, wanted), { changes: false, replaces: [] });

    await provider.updateEndpointSettings(id, outs, { ...wanted, traffic: { green: 100 }, tags: {} });
    const moved = await endpoints.get("fraud");
    assert.deepEqual([moved?.properties.traffic, moved?.tags], [{ green: 100 }, { owner: "team" }]);

    const read = await provider.readEndpointSettings(id, outs);
    assert.deepEqual([read.inputs?.traffic, read.inputs?.tags], [{ green: 100 }, {}]);
    assert.ok(read.props);
    assert.equal((await provider.diffEndpointSettings(id, read.props, wanted)).changes, true);

    const { failures } = await provider.checkEndpointSettings(wanted, { ...inputs, deployments: ["blue"] });
    assert.match(failures[0]?.reason ?? "", /^traffic\.green: green has 100 percent of the live traffic/);
  });

  it("shows the service's own words for what it refuses", async () => {
    const wanted = { workspaceId: workspace, endpointName: "fraud", traffic: { none: 100 } };
    await assert.rejects(
      provider.createEndpointSettings(wanted),
      /^Error: traffic\.none: 100 given, deployment none is not/,
    );
    const live = await endpoints.get("fraud");
    assert.ok(live);
    const body = { location: live.location, properties: { authMode: "Key", traffic: { blue: 70 } } };
    await assert.rejects(endpoints.put("fraud", body), /^ArmError: PUT onlineEndpoints\/fraud: 400 \w+: /);
  });

  it("finds an endpoint gone, and one that never was", async () => {
    const props = { workspaceId: workspace, endpointName: "gone", scoringUri: "", swaggerUri: "", principalId: "" };
    assert.deepEqual(await provider.readEndpointSettings("id", props), {});
    await assert.rejects(provider.createEndpointSettings(props), /^Error: endpoint gone: it does not exist in /);
  });

  it("reads keys, tokens and deployments, and exchanges a key", async () => {
    const { primaryKey, secondaryKey } = await endpoints.listKeys("fraud");
    await endpoints.regenerateKey("fraud", "Primary");
    const renewed = await endpoints.listKeys("fraud");
    assert.notEqual(renewed.primaryKey, primaryKey);
    assert.equal(renewed.secondaryKey, secondaryKey);
    assert.deepEqual((await endpoints.listDeployments("fraud")).map(({ name }) => name).sort(), ["blue", "green"]);
    await (await openScoring(endpoints, "fraud")).close();
  });

  it("uploads content to the blob store once, and finds it again", async () => {
    const path = join(folder, "src");
    writeFileSync(path, "code");
    const files = { src: sha256("code") };
    const digest = sha256(contentListing(files));
    const inputs = { workspaceId: workspace, name: "src", path, kind: "file" as const, digest, files };
    assert.deepEqual((await provider.checkBlobUpload({}, inputs)).failures, []);

    const { id, outs } = await provider.createBlobUpload(inputs);
    assert.match(outs.url, new RegExp(`^${emulator.status.blobUrl}/.+/LocalUpload/${digest}/src$`));
    assert.deepEqual(await provider.readBlobUpload(id, outs), { id, props: outs, inputs });
    assert.deepEqual(await provider.readBlobUpload(id, { ...outs, digest: "other" }), {});
    writeFileSync(path, "changed");
    assert.deepEqual((await provider.createBlobUpload(inputs)).outs, outs);
    await assert.rejects(
      provider.createBlobUpload({ ...inputs, digest: "other" }),
      /^Error: src: its content changed since/,
    );
  });
});
