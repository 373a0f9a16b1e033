import { strict as assert } from "node:assert";
import { BatchEndpoints } from "../../../azure/batch-endpoints";
import { openArm } from "../../../azure/connect";
import { liveBatchDeployment } from "../../../azure/live-batch";
import * as provider from "../../../provider";
import { location } from "../emulator-arm/bodies";
import { LocalAzureMl } from "../emulator-arm/local-azure-ml";

describe("the default of a batch endpoint, on the local Azure ML", function () {
  this.timeout(60_000);
  const outside = process.env["PULUMI_AZUREML_ARM_URL"];
  let local: LocalAzureMl;
  let endpoints: BatchEndpoints;
  let path: string;
  let inputs: { workspaceId: string; endpointName: string; deployments: string[] };

  before(async () => {
    local = await LocalAzureMl.start();
    process.env["PULUMI_AZUREML_ARM_URL"] = local.status.armUrl;
    const { workspace } = local;
    endpoints = new BatchEndpoints(workspace, openArm());
    inputs = { workspaceId: workspace, endpointName: "nightly", deployments: ["blue", "green"] };
    path = `${workspace}/batchEndpoints/nightly`;
    const done = async (id: string, body: object) => {
      const made = await local.finish("PUT", id, body);
      assert.ok(made.status < 300, JSON.stringify(made.body));
    };
    const { account, container } = await store();
    local.blobs.upload(
      account,
      container,
      "code/batch.py",
      "def init(): pass\ndef run(mini_batch): return mini_batch\n",
    );
    const codeUri = `http://${local.blobs.endpoint}/${account}/${container}/code`;
    await local.put(`${workspace}/codes/batch/versions/1`, { properties: { codeUri } });
    await local.put(`${workspace}/environments/plain/versions/1`, { properties: { image: "mcr.example/base" } });
    await done(`${workspace}/computes/cpu`, { location, properties: { computeType: "AmlCompute" } });
    await done(path, {
      location,
      tags: { owner: "team" },
      properties: { authMode: "AADToken", description: "by night" },
    });
    for (const name of inputs.deployments) {
      const codeConfiguration = { codeId: `${workspace}/codes/batch/versions/1`, scoringScript: "batch.py" };
      const environmentId = `${workspace}/environments/plain/versions/1`;
      const properties = { codeConfiguration, environmentId, compute: `${workspace}/computes/cpu` };
      await done(`${path}/deployments/${name}`, { location, properties });
    }
  });
  after(async () => {
    if (outside === undefined) delete process.env["PULUMI_AZUREML_ARM_URL"];
    else process.env["PULUMI_AZUREML_ARM_URL"] = outside;
    await local.stop();
  });
  const store = async () => {
    const { body } = await local.get(`${local.workspace}/datastores/workspaceblobstore`);
    return { account: body.properties.accountName, container: body.properties.containerName };
  };

  it("is set, moved, read as it drifts and never taken away", async () => {
    const wanted = { ...inputs, defaultDeployment: "blue", tags: { stage: "prod" } };
    const { id, outs } = await provider.createBatchDefault(wanted);
    assert.equal(id, path);
    assert.notEqual(outs.scoringUri, "");
    const first = await endpoints.get("nightly");
    assert.deepEqual(first?.properties.defaults, { deploymentName: "blue" });
    assert.deepEqual([first?.properties.description, first?.tags], ["by night", { owner: "team", stage: "prod" }]);
    assert.deepEqual(await provider.diffBatchDefault(id, outs, wanted), { changes: false, replaces: [] });
    const place = { ...inputs, deploymentName: "blue" };
    assert.deepEqual(await liveBatchDeployment(place), { isDefault: true });

    const moved = await provider.updateBatchDefault(id, outs, { ...wanted, defaultDeployment: "green" });
    assert.deepEqual((await endpoints.get("nightly"))?.properties.defaults, { deploymentName: "green" });

    const read = await provider.readBatchDefault(id, outs);
    assert.equal(read.inputs?.defaultDeployment, "green");
    const { failures } = await provider.checkBatchDefault(moved.outs, { ...inputs, deployments: ["blue"] });
    assert.match(failures[0]?.reason ?? "", /^defaultDeployment: green is the default deployment and the program no/);
    const refused = await local.finish("DELETE", `${path}/deployments/green`);
    assert.ok(refused.status >= 400, "the service itself refuses what the check refuses");
  });

  it("goes to no deployment that is not there", async () => {
    await assert.rejects(
      provider.createBatchDefault({ ...inputs, deployments: ["red"], defaultDeployment: "red" }),
      /^Error: defaultDeployment: "red" given, deployment red is not there, the default is one that is Succeeded$/,
    );
  });
});
