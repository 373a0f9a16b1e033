/**
 * A day's transactions scored by night: one batch endpoint, a deployment for each release of the model, and the default,
 * which gets the jobs. Nothing runs, and nothing is paid for, while there is no job.
 */
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { AmlCompute, BatchEndpoint, Code, Environment, RegisteredModel, Workspace } from "pulumi-azureml";

// Releases that are deployed, and the one of them that gets the jobs: a switch is a change of one line.
const config = new pulumi.Config();
const releases = config.getObject<string[]>("releases") ?? ["first"];
const live = config.get("live") ?? "first";

const group = new ResourceGroup("batch", { resourceGroupName: `batch-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });

// What jobs run on: nodes come when a job asks for them, and go when they have been idle for five minutes.
const compute = new AmlCompute("cpu", {
  workspace,
  vmSize: "Standard_DS3_v2",
  maxNodes: 2,
  idleSecondsBeforeScaleDown: 300,
});

// The main example's packages: a laptop that has run it need not install others.
const environment = new Environment("python", {
  workspace,
  image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
  condaFile: "../blue-green/environment/conda.yaml",
});
const code = new Code("scoring", { workspace, path: "scoring" });

const endpoint = new BatchEndpoint("nightly", {
  workspace,
  deployments: Object.fromEntries(releases.map((release) => [release, deployment(release)])),
  defaultDeployment: live,
});

export const resourceGroup = group.name;
export const workspaceName = workspace.workspaceName;
export const endpointName = endpoint.endpointName;
export const scoringUri = endpoint.scoringUri;
export const deploymentIds = endpoint.deploymentIds;

function deployment(release: string) {
  return {
    model: new RegisteredModel(release, { workspace, path: `weights/${release}.json` }),
    code,
    scoringScript: "batch.py",
    environment,
    compute,
    // Two files for each call of `run`; what it returns becomes a row of scores.csv. Ten files may be broken.
    miniBatchSize: 2,
    outputFileName: "scores.csv",
    retrySettings: { maxRetries: 1, timeoutSeconds: 60 },
    errorThreshold: 10,
  };
}
