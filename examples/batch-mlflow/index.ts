/**
 * Tables scored by an MLflow model: it says by itself how it is loaded and what it needs, so that the deployment has no script
 * and no environment.
 */
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { AmlCompute, BatchEndpoint, RegisteredModel, Workspace } from "pulumi-azureml";

const group = new ResourceGroup("tables", { resourceGroupName: `tables-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });

const endpoint = new BatchEndpoint("tables", {
  workspace,
  deployments: {
    fraud: {
      model: new RegisteredModel("fraud", { workspace, path: "model", type: "mlflow_model" }),
      compute: new AmlCompute("cpu", { workspace, vmSize: "Standard_DS3_v2", maxNodes: 2 }),
      instanceCount: 2,
      miniBatchSize: 2,
      outputFileName: "scores.csv",
    },
  },
  defaultDeployment: "fraud",
});

export const endpointName = endpoint.endpointName;
export const scoringUri = endpoint.scoringUri;
