/* Two deployments with a secret and a protection, through a provider of the program's own. */
const pulumi = require("@pulumi/pulumi");
const { Provider } = require("@pulumi/azure-native/provider");
const { Environment, ManagedOnlineEndpoint, RegisteredModel } = require("pulumi-azureml");

const workspace = process.env.SOAK_WORKSPACE;
const provider = new Provider("mine", { subscriptionId: process.env.ARM_SUBSCRIPTION_ID });
const deployment = {
  model: new RegisteredModel(
    "model",
    { workspace, uri: "azureml://datastores/workspaceblobstore/paths/m" },
    { provider },
  ),
  environment: new Environment("env", { workspace, image: "mcr.microsoft.com/azureml/inference:1" }, { provider }),
  instanceType: "Standard_DS3_v2",
  instanceCount: 1,
  environmentVariables: { TOKEN: pulumi.secret("swordfish"), LEVEL: "info" },
  transform: { deployment: ({ args, opts }) => ({ args, opts: { ...opts, protect: true } }) },
};
new ManagedOnlineEndpoint(
  "fraud",
  { workspace, authMode: "Key", traffic: { blue: 100 }, deployments: { blue: deployment, green: deployment } },
  { provider },
);
