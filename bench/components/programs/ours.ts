/** Endpoints with two deployments each, by components. */
import * as pulumi from "@pulumi/pulumi";
import { Environment, ManagedOnlineEndpoint, RegisteredModel, Workspace } from "pulumi-azureml";

const config = new pulumi.Config();
const workspace = Workspace.get({
  resourceGroupName: config.require("resourceGroup"),
  workspaceName: config.require("workspace"),
});

const model = new RegisteredModel("fraud", { workspace, uri: config.require("model"), version: "1" });
const environment = new Environment("sklearn", {
  workspace,
  image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
  condaFile: `${__dirname}/conda.yaml`,
});
const deployment = { model, environment, instanceType: "Standard_DS3_v2", instanceCount: 1 };

for (let number = 1; number <= config.requireNumber("endpoints"); number++) {
  new ManagedOnlineEndpoint(`fraud-${number}`, {
    workspace,
    authMode: "Key",
    deployments: { blue: deployment, green: deployment },
    traffic: { blue: 90, green: 10 },
  });
}
