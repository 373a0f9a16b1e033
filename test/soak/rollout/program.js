/* A rollout whose releases and plan stand in `release.json`. */
const { readFileSync } = require("node:fs");
const { BlueGreenRollout, Environment, ManagedOnlineEndpoint } = require("pulumi-azureml");
const { canary } = require("pulumi-azureml/rollout");

const { live, candidate, weights = [50], plan, stage } = JSON.parse(readFileSync("release.json", "utf8"));
const workspace = process.env.ROLLOUT_WORKSPACE;
const environment = new Environment("env", { workspace, image: "mcr.microsoft.com/azureml/inference:1" });
const deployment = ({ name, ...variables }) => ({
  ...{ name, environment, environmentVariables: variables },
  ...{ instanceType: "Standard_DS3_v2", instanceCount: 1 },
});
const atOnce = { gates: [], atLeast: "0s", bake: "0s", retireAfter: "0s" };
const endpoint = new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key" });
new BlueGreenRollout("fraud", {
  endpoint,
  plan: canary(weights, { ...atOnce, ...plan }),
  stage,
  live: deployment(live),
  candidate: candidate && deployment(candidate),
});
