/**
 * Files sorted by what is in them: a deployment whose script writes its own files (`SummaryOnly`), in whatever form and folder
 * it likes.
 */
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { AmlCompute, BatchEndpoint, Code, Environment, RegisteredModel, Workspace } from "pulumi-azureml";

const group = new ResourceGroup("sorting", { resourceGroupName: `sorting-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });

const endpoint = new BatchEndpoint("sorting", {
  workspace,
  deployments: {
    folders: {
      model: new RegisteredModel("limits", { workspace, path: "limits" }),
      code: new Code("scoring", { workspace, path: "scoring" }),
      scoringScript: "batch.py",
      environment: new Environment("python", {
        workspace,
        image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
      }),
      compute: new AmlCompute("cpu", { workspace, vmSize: "Standard_DS3_v2", maxNodes: 2 }),
      outputAction: "SummaryOnly",
      // Two workers on each node write at once, each file under its own name.
      maxConcurrencyPerInstance: 2,
      miniBatchSize: 1,
    },
  },
  defaultDeployment: "folders",
});

export const endpointName = endpoint.endpointName;
export const scoringUri = endpoint.scoringUri;
