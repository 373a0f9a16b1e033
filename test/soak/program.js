/* The program of the runs with kills: it declares what `desired.json` beside it says. */
const { readFileSync } = require("node:fs");
const { join } = require("node:path");
const pulumi = require("@pulumi/pulumi");
const { Environment, ManagedOnlineEndpoint, RegisteredModel } = require("pulumi-azureml");

const { endpointName, deployments, traffic, mirror, tags } = JSON.parse(
  readFileSync(join(process.cwd(), "desired.json"), "utf8"),
);
const workspace = process.env.SOAK_WORKSPACE;
const uri = "azureml://datastores/workspaceblobstore/paths/m";
const environment = new Environment("env", { workspace, image: "mcr.microsoft.com/azureml/inference:1" });
const numbers = [...new Set(Object.values(deployments).map(({ model }) => model))];
const models = new Map(
  numbers.map((number) => [
    number,
    new RegisteredModel(`model-${number}`, { workspace, uri, modelName: "fraud", version: String(number) }),
  ]),
);
new ManagedOnlineEndpoint("fraud", {
  workspace,
  endpointName,
  authMode: "Key",
  tags,
  traffic,
  mirrorTraffic: mirror,
  deployments: Object.fromEntries(
    Object.entries(deployments).map(([name, { instances, model }]) => [
      name,
      {
        model: models.get(model),
        environment,
        instanceType: "Standard_DS3_v2",
        instanceCount: instances,
        environmentVariables: { TOKEN: pulumi.secret("swordfish"), LEVEL: "info" },
      },
    ]),
  ),
});
