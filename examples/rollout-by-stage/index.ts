/**
 * A rollout that pull requests move: the stage stands in stack configuration, a step is a change of that one line, and its
 * preview shows the weights that move. Nobody else moves them.
 */
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { BlueGreenRollout, Code, Environment, ManagedOnlineEndpoint, Workspace } from "pulumi-azureml";
import { canary } from "pulumi-azureml/rollout";

const config = new pulumi.Config();

const group = new ResourceGroup("by-stage", { resourceGroupName: `by-stage-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });
// Packages and scoring script are those of the other examples.
const environment = new Environment("python", {
  workspace,
  image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
  condaFile: "../blue-green/environment/conda.yaml",
});
const code = new Code("scoring", { workspace, path: "../rollout/scoring" });

const endpoint = new ManagedOnlineEndpoint("checkout", { workspace, authMode: "Key" });

new BlueGreenRollout("checkout", {
  endpoint,
  live: deployment("blue", "v1"),
  candidate: deployment("green", "v2"),
  plan: canary([10, 50]),
  stage: config.require("stage"), // provision, canary-10, canary-50, full, bake or retire
});

export const scoringUri = endpoint.scoringUri;
export const keys = endpoint.keys; // secret: `pulumi stack output keys --show-secrets`

function deployment(name: string, release: string) {
  return {
    name,
    environment,
    code,
    scoringScript: "score.py",
    environmentVariables: { RELEASE: release },
    instanceType: "Standard_DS3_v2",
    instanceCount: 1,
  };
}
