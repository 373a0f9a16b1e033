/**
 * A deployment that collects what it is asked and what it answers: the script writes its features and scores, the platform
 * writes the requests themselves.
 */
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { Code, Environment, ManagedOnlineEndpoint, Workspace } from "pulumi-azureml";

const group = new ResourceGroup("payments", { resourceGroupName: `payments-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });

const endpoint = new ManagedOnlineEndpoint("payments", {
  workspace,
  authMode: "Key",
  deployments: {
    blue: {
      code: new Code("scoring", { workspace, path: "scoring" }),
      scoringScript: "score.py",
      environment: new Environment("collecting", {
        workspace,
        image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
        condaFile: "environment/conda.yaml",
      }),
      instanceType: "Standard_DS3_v2",
      instanceCount: 1,
      dataCollector: {
        collections: {
          // What the script writes with Collector(name=…).
          model_inputs: {},
          model_outputs: {},
          // What the platform writes: every tenth request.
          request: { samplingRate: 0.1 },
        },
        captureHeaders: ["x-customer"],
        rollingRate: "Hour",
      },
    },
  },
  traffic: { blue: 100 },
});

export const endpointName = endpoint.endpointName;
export const scoringUri = endpoint.scoringUri;
