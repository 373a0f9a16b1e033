/* A rollout whose releases and plan stand in `release.json`. */
const { readFileSync } = require("node:fs");
const { BlueGreenRollout, Environment, ManagedOnlineEndpoint } = require("pulumi-azureml");
const { canary } = require("pulumi-azureml/rollout");

const { live, candidate, approval } = JSON.parse(readFileSync("release.json", "utf8"));
const workspace = process.env.ROLLOUT_WORKSPACE;
const environment = new Environment("env", { workspace, image: "mcr.microsoft.com/azureml/inference:1" });
const deployment = ({ name, release }) => ({
  ...{ name, environment, environmentVariables: { RELEASE: release } },
  ...{ instanceType: "Standard_DS3_v2", instanceCount: 1 },
});
const at = "0s";
const plan = canary([50], { gates: [], atLeast: at, bake: at, retireAfter: at, ...(approval ? { approval: {} } : {}) });
const endpoint = new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key" });
new BlueGreenRollout("fraud", {
  endpoint,
  plan,
  live: deployment(live),
  candidate: candidate && deployment(candidate),
});
