/**
 * An endpoint without keys: whoever sends requests shows an Entra token, and a role on the endpoint, or on what it lies in,
 * says that it may. There is nothing to leak, to rotate or to hand out.
 */
import { getClientConfigOutput, RoleAssignment } from "@pulumi/azure-native/authorization";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import { Code, Environment, ManagedOnlineEndpoint, Workspace } from "pulumi-azureml";

// Object ids of the principals that may send requests: pulumi config set --path 'callers[0]' <id>
const callers = new pulumi.Config().getObject<string[]>("callers") ?? [];

// AzureML Data Scientist holds `…/onlineEndpoints/score/action`. A custom role with that one action grants least.
const scores = "f6c7c914-8db3-469d-8ca1-694a8f32e121";

const group = new ResourceGroup("entra", { resourceGroupName: `entra-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });

const endpoint = new ManagedOnlineEndpoint("claims", {
  workspace,
  authMode: "AADToken",
  deployments: {
    blue: {
      code: new Code("scoring", { workspace, path: "scoring" }),
      scoringScript: "score.py",
      environment: new Environment("python", {
        workspace,
        image: "mcr.microsoft.com/azureml/minimal-py312-inference:latest",
        condaFile: "../blue-green/environment/conda.yaml",
      }),
      instanceType: "Standard_DS3_v2",
      instanceCount: 1,
    },
  },
  traffic: { blue: 100 },
});

const { subscriptionId } = getClientConfigOutput();
for (const principalId of callers) {
  new RoleAssignment(`score-${principalId}`, {
    scope: endpoint.id,
    principalId,
    principalType: "ServicePrincipal",
    roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${scores}`,
  });
}

export const resourceGroup = group.name;
export const workspaceName = workspace.workspaceName;
export const endpointName = endpoint.endpointName;
export const scoringUri = endpoint.scoringUri;
