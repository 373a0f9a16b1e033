/**
 * A rollout of an endpoint that is there already, made by the az CLI: its deployment is taken over as the live one, and the
 * next release comes beside it. The endpoint itself stays whose it is.
 */
import * as pulumi from "@pulumi/pulumi";
import { BlueGreenRollout, Code, EndpointRef, Environment } from "pulumi-azureml";
import { canary } from "pulumi-azureml/rollout";

const config = new pulumi.Config();
const workspace = config.require("workspace"); // ARM id
const release = config.get("release"); // for example v2; left out: nothing but the takeover
const pace = config.get("pace") ?? "10m"; // how long each stage takes at least

const endpoint = new EndpointRef("fraud", { workspace, endpointName: "fraud" });
const scoring = { scoringScript: "score.py", instanceType: "Standard_DS3_v2", instanceCount: 1 };

new BlueGreenRollout("fraud", {
  endpoint,
  // What runs there, as `blue.yml` says it. The az CLI has registered packages and code under names of its own.
  live: {
    ...scoring,
    name: "blue",
    import: `${workspace}/onlineEndpoints/fraud/deployments/blue`,
    environment: config.require("blueEnvironment"),
    code: config.require("blueCode"),
    environmentVariables: { RELEASE: "v1" },
  },
  candidate: release === undefined ? undefined : green(release),
  // Without a gate time alone decides. One that looks at what the candidate answers stands in ../rollout.
  plan: canary([20, 50], { gates: [], atLeast: pace, bake: pace, retireAfter: pace }),
});

export const scoringUri = endpoint.scoringUri;

/** The next release, with packages and code that this program registers. */
function green(release: string) {
  return {
    ...scoring,
    name: "green",
    environment: new Environment("python", {
      workspace,
      image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
      condaFile: "../blue-green/environment/conda.yaml",
    }),
    code: new Code("scoring", { workspace, path: "../rollout/scoring" }),
    environmentVariables: { RELEASE: release },
  };
}
