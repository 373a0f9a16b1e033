/* An endpoint that a file `moved` puts below another component, and a file `aliased` says so. */
const { existsSync } = require("node:fs");
const { ComponentResource, rootStackResource } = require("@pulumi/pulumi");
const { Environment, ManagedOnlineEndpoint, RegisteredModel } = require("pulumi-azureml");

class Team extends ComponentResource {
  constructor(name) {
    super("soak:index:Team", name);
    this.registerOutputs({});
  }
}

const workspace = process.env.SOAK_WORKSPACE;
const team = new Team("risk");
const deployment = {
  model: new RegisteredModel("model", { workspace, uri: "azureml://datastores/workspaceblobstore/paths/m" }),
  environment: new Environment("env", { workspace, image: "mcr.microsoft.com/azureml/inference:1" }),
  instanceType: "Standard_DS3_v2",
  instanceCount: 1,
};
new ManagedOnlineEndpoint(
  "fraud",
  { workspace, authMode: "Key", traffic: { blue: 100 }, deployments: { blue: deployment } },
  {
    ...(existsSync("moved") ? { parent: team } : {}),
    ...(existsSync("aliased") ? { aliases: [{ parent: rootStackResource }] } : {}),
  },
);
