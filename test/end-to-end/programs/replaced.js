/* A deployment that a change deletes and makes again under its name; a file `larger` is that change. */
const { existsSync } = require("node:fs");
const { Environment, ManagedOnlineEndpoint, RegisteredModel } = require("pulumi-azureml");

const workspace = process.env.SOAK_WORKSPACE;
const deployment = {
  model: new RegisteredModel("model", { workspace, uri: "azureml://datastores/workspaceblobstore/paths/m" }),
  environment: new Environment("env", { workspace, image: "mcr.microsoft.com/azureml/inference:1" }),
  instanceType: existsSync("larger") ? "Standard_DS4_v2" : "Standard_DS3_v2",
  instanceCount: 1,
  transform: {
    deployment: ({ args, opts }) => ({
      args,
      opts: { ...opts, deleteBeforeReplace: true, replaceOnChanges: ["properties"] },
    }),
  },
};
new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", traffic: {}, deployments: { blue: deployment } });
