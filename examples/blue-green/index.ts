/**
 * A classifier served blue/green: one endpoint, deployments beside each other, and the share of requests each one gets.
 * What runs and who gets the traffic stands in stack configuration, so a step of the rollout is a change of one line.
 */
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { Code, Environment, ManagedOnlineEndpoint, RegisteredModel, Workspace } from "pulumi-azureml";

/** One deployment in stack configuration. */
interface Choice {
  model: "v1" | "v2";
  instances: number;
}

// For example { blue: { model: "v1", instances: 2 }, green: { model: "v2", instances: 1 } } and { blue: 90, green: 10 }.
const config = new pulumi.Config();
const deployments = config.requireObject<Record<string, Choice>>("deployments");
const traffic = config.requireObject<Record<string, number>>("traffic");

// Where everything lives: a resource group, and a workspace with its storage, key vault and Application Insights.
const group = new ResourceGroup("blue-green", { resourceGroupName: `blue-green-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });

// What runs: packages, a scoring script, and the two versions that train.py made. Each is named by its content, so a
// changed file becomes a new version beside the old one, and an unchanged file is never uploaded twice.
const environment = new Environment("sklearn", {
  workspace,
  image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
  condaFile: "environment/conda.yaml",
});
const code = new Code("scoring", { workspace, path: "scoring" });
const models = {
  v1: new RegisteredModel("cancer-v1", { workspace, path: "models/v1" }),
  v2: new RegisteredModel("cancer-v2", { workspace, path: "models/v2" }),
};

// Who answers: the endpoint, its deployments, and the weights. A deployment without weight answers only requests that
// ask for it by name, with the header `azureml-model-deployment`.
const endpoint = new ManagedOnlineEndpoint("cancer", {
  workspace,
  authMode: "Key",
  deployments: Object.fromEntries(Object.entries(deployments).map(([name, choice]) => [name, deployment(choice)])),
  traffic,
});

export const resourceGroup = group.name;
export const workspaceName = workspace.workspaceName;
export const endpointName = endpoint.endpointName;
export const scoringUri = endpoint.scoringUri;
export const keys = endpoint.keys; // secret: `pulumi stack output keys --show-secrets`

function deployment({ model, instances }: Choice) {
  if (!(model in models)) throw new pulumi.RunError(`deployments: model "${model}" given; there are v1 and v2`);
  return {
    model: models[model],
    environment,
    code,
    scoringScript: "score.py",
    instanceType: "Standard_DS3_v2",
    instanceCount: instances,
  };
}
