import { strict as assert } from "node:assert";
import { endpointExists, liveDeployment } from "../../../azure/live-deployment";
import { FakeServer, WORKSPACE } from "./fake-arm";

describe("how a deployment stands", () => {
  const outside = process.env["PULUMI_AZUREML_ARM_URL"];
  const place = { workspaceId: WORKSPACE, endpointName: "fraud", deploymentName: "Blue" };
  let server: FakeServer;
  afterEach(async () => {
    if (outside === undefined) delete process.env["PULUMI_AZUREML_ARM_URL"];
    else process.env["PULUMI_AZUREML_ARM_URL"] = outside;
    await server.stop();
  });

  it("is its state, size, weight and content", async () => {
    const endpoint = { location: "westeurope", properties: { authMode: "Key", traffic: { blue: 90 } } };
    const blue = { sku: { name: "Default", capacity: 3 }, properties: { provisioningState: "Updating", model: "/m" } };
    server = await FakeServer.start(({ path }) => {
      const named = { id: path, name: path.split("/").at(-1) };
      return { body: path.includes("/deployments/") ? { ...named, ...blue } : { ...named, ...endpoint } };
    });
    process.env["PULUMI_AZUREML_ARM_URL"] = server.url;

    const { content, ...standing } = (await liveDeployment(place)) ?? {};
    assert.deepEqual(standing, { state: "Updating", capacity: 3, weight: 90, mirrored: 0 });
    assert.equal(content?.["model"], "/m");
  });

  it("names the role that is missing to read it", async () => {
    const error = { code: "AuthorizationFailed", message: "perform action 'a/read' over scope '/s'" };
    server = await FakeServer.start(() => ({ status: 403, body: { error } }));
    process.env["PULUMI_AZUREML_ARM_URL"] = server.url;

    const named =
      /^Error: role "Reader" \(or another one with a\/read\) is missing on \/s; give it: az role assignment/;
    await assert.rejects(liveDeployment(place), named);
    await assert.rejects(endpointExists(place), named);
  });
});
