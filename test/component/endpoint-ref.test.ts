import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { EndpointRef, type EndpointRefArgs } from "../../components";
import { runProgram, workspace } from "./program";

const green = { model: "/models/m/versions/2", instanceType: "Standard_DS3_v2", instanceCount: 2 };
const ref = (args: Partial<EndpointRefArgs> = {}) =>
  new EndpointRef("fraud", { workspace, endpointName: "Fraud-prod", ...args });

describe("EndpointRef", () => {
  it("registers its deployments and the writer of weights, and no endpoint", async () => {
    const run = await runProgram("up", () => ref({ deployments: { green }, traffic: { blue: 90, green: 10 } }));

    assert.deepEqual(run.resources.map(({ name }) => name).sort(), [
      "fraud",
      "fraud-green",
      "fraud-green-deployment",
      "fraud-settings",
      "project-dev",
    ]);
    const { inputs } = run.find("azure-native:machinelearningservices:OnlineDeployment", "fraud-green-deployment");
    assert.deepEqual(
      [inputs.endpointName, inputs.deploymentName, inputs.location],
      ["fraud-prod", "green", "westeurope"],
    );
    const { __provider, ...settings } = run.find(
      "pulumi-nodejs:dynamic/azureml:EndpointSettings",
      "fraud-settings",
    ).inputs;
    assert.equal(typeof __provider, "string");
    assert.deepEqual(settings, {
      account: { subscriptionId: "s", tenantId: "t" },
      workspaceId: workspace.id,
      endpointName: "fraud-prod",
      endpointElsewhere: true,
      deployments: ["green"],
      traffic: { blue: 90, green: 10 },
    });
  });

  it("takes a name that another stack gives, and hands out id and URI", async () => {
    let found: pulumi.Output<unknown> | undefined;
    await runProgram("up", () => {
      const { id, scoringUri } = ref({ endpointName: pulumi.output("fraud-prod") });
      found = pulumi.all([id, scoringUri]);
    });

    assert.ok(found);
    const values = await new Promise((resolve) => found?.apply(resolve));
    assert.deepEqual(values, [`${workspace.id}/onlineEndpoints/fraud-prod`, "https://fraud-prod.example/score"]);
  });

  it("hands out what an app needs, by the auth mode that the endpoint has", async () => {
    let found: pulumi.Output<unknown> | undefined;
    const { calls } = await runProgram("up", () => {
      found = ref().connection({ with: "keys" });
    });

    assert.ok(found);
    assert.deepEqual(await new Promise((resolve) => found?.apply(resolve)), {
      scoringUri: "https://fraud-prod.example/score",
      authMode: "Key",
      endpointId: `${workspace.id}/onlineEndpoints/fraud-prod`,
      key: "first",
      otherKey: "second",
    });
    assert.equal(await pulumi.isSecret(found), true);
    assert.deepEqual(
      calls.map(({ token }) => token.split(":").at(-1)),
      ["getOnlineEndpoint", "listOnlineEndpointKeys"],
    );
  });

  it("refuses what is wrong, all faults at once", async () => {
    await runProgram("up", () => {
      assert.throws(
        () =>
          ref({
            endpointName: "-x",
            deployments: { green: { ...green, instanceCount: 0 } },
            traffic: { blue: 60, green: 50 },
          }),
        (error: Error) =>
          ["EndpointRef fraud: 3 faults", 'endpointName: "-x"', "instanceCount: 0", "the weights sum to 110"].every(
            (part) => error.message.includes(part),
          ),
      );
    });
  });
});
