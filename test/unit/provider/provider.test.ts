import { strict as assert } from "node:assert";
import * as provider from "../../../provider";
import { FakeServer, WORKSPACE } from "../azure/fake-arm";
import { liveEndpoint } from "./fake-endpoint";

const inputs = { workspaceId: WORKSPACE, endpointName: "fraud" };
const outputs = { ...inputs, scoringUri: "", swaggerUri: "", principalId: "" };
const upload = { workspaceId: WORKSPACE, name: "n", path: "p", kind: "file" as const, digest: "d", files: {} };

describe("pulumi-azureml/provider", () => {
  let server: FakeServer;
  let before: string | undefined;
  beforeEach(async () => {
    before = process.env["PULUMI_AZUREML_ARM_URL"];
    server = await FakeServer.start(({ path }) =>
      path.endsWith("/fraud")
        ? { body: liveEndpoint() }
        : { status: 418, body: { error: { code: "Teapot", message: "a\nb" } } },
    );
    process.env["PULUMI_AZUREML_ARM_URL"] = server.url;
  });
  afterEach(async () => {
    delete process.env["PULUMI_AZUREML_ARM_URL"];
    if (before !== undefined) process.env["PULUMI_AZUREML_ARM_URL"] = before;
    await server.stop();
  });

  it("exports what the stubs in old states call, by these names", () => {
    const methods = ["check", "create", "delete", "diff", "read", "update"];
    const names = ["EndpointSettings", "BatchDefault", "InstanceCount", "BlobUpload"].flatMap((type) =>
      methods.map((method) => method + type),
    );
    assert.deepEqual(Object.keys(provider).sort(), [...names, "configure"].sort());
  });

  it("connects by the configuration that it was given", async () => {
    const connection = { clientId: "first" };
    const created = await provider.createEndpointSettings({ ...inputs, connection });
    assert.equal(created.outs.scoringUri, "https://fraud/score");
  });

  it("forgets and never writes when resources are deleted", async () => {
    await provider.deleteEndpointSettings("id", outputs);
    await provider.deleteBatchDefault("id", { ...inputs, scoringUri: "" });
    await provider.deleteBlobUpload("id", { ...upload, url: "", datastoreUri: "" });
    assert.deepEqual(server.seen, []);
  });

  it("keeps where blobs lie when only the path of the files changes", async () => {
    const olds = { ...upload, url: "u", datastoreUri: "d" };
    const { outs } = await provider.updateBlobUpload("id", olds, { ...upload, path: "q" });
    assert.deepEqual(outs, { ...olds, path: "q" });
  });

  it("fails with one line and no stack, since the host prints it", async () => {
    const connection = { clientId: "second" };
    const work = provider.readEndpointSettings("id", { ...outputs, endpointName: "other", connection });
    await assert.rejects(work, (error: Error) => {
      assert.equal(error.message, "GET onlineEndpoints/other: 418 Teapot: a b");
      assert.equal(error.stack, "");
      return true;
    });
  });
});
