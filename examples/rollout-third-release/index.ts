/**
 * One release after the other. They stand in stack configuration, a new one is a line more: the last follows the one before
 * it, under the name that became free when that one had succeeded. `pulumi-azureml rollout run` moves the traffic.
 */
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { BlueGreenRollout, Code, Environment, ManagedOnlineEndpoint, Workspace } from "pulumi-azureml";
import { canary } from "pulumi-azureml/rollout";

const config = new pulumi.Config();
const releases = config.requireObject<string[]>("releases"); // for example ["v1", "v2", "v3"]
const pace = config.get("pace") ?? "10m"; // how long each stage takes at least

const group = new ResourceGroup("releases", { resourceGroupName: `releases-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });
// Packages and scoring script are those of the other examples.
const environment = new Environment("python", {
  workspace,
  image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
  condaFile: "../blue-green/environment/conda.yaml",
});
const code = new Code("scoring", { workspace, path: "../rollout/scoring" });

const endpoint = new ManagedOnlineEndpoint("search", { workspace, authMode: "Key" });

// A release keeps its name as long as it is there, so blue and green take turns.
const [live, candidate] = releases
  .map((release, index) => deployment(index % 2 === 0 ? "blue" : "green", release))
  .slice(-2);
if (!live) throw new pulumi.RunError("releases: none given; give at least one");

new BlueGreenRollout("search", {
  endpoint,
  live,
  candidate,
  // Without a gate time alone decides. One that looks at what the candidate answers stands in ../rollout.
  plan: canary([20, 50], { gates: [], atLeast: pace, bake: pace, retireAfter: pace }),
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
