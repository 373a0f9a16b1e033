/**
 * A model that calls a payment service and a database. Its secrets are kept by a connection of the workspace and by a key
 * vault; the deployment names them, and the service puts them in when a container starts, by the endpoint's identity.
 */
import { getClientConfigOutput, RoleAssignment } from "@pulumi/azure-native/authorization";
import { Secret, Vault } from "@pulumi/azure-native/keyvault";
import { WorkspaceConnection } from "@pulumi/azure-native/machinelearningservices";
import { UserAssignedIdentity } from "@pulumi/azure-native/managedidentity";
import { ResourceGroup } from "@pulumi/azure-native/resources";
import * as pulumi from "@pulumi/pulumi";
import {
  Code,
  connectionSecret,
  connectionTarget,
  Environment,
  keyVaultSecret,
  ManagedOnlineEndpoint,
  Workspace,
} from "pulumi-azureml";

// pulumi config set --secret paymentsKey …; pulumi config set --secret dbPassword …
const config = new pulumi.Config();
const { tenantId, subscriptionId } = getClientConfigOutput();

const group = new ResourceGroup("secrets", { resourceGroupName: `secrets-${pulumi.getStack()}` });
const workspace = new Workspace("serving", { resourceGroupName: group.name });

const payments = new WorkspaceConnection("payments", {
  resourceGroupName: group.name,
  workspaceName: workspace.workspaceName,
  connectionName: "payments",
  properties: {
    authType: "CustomKeys",
    category: "CustomKeys",
    target: "https://payments.example.com",
    credentials: { keys: { key: config.requireSecret("paymentsKey") } },
  },
});
const vault = new Vault("db", {
  resourceGroupName: group.name,
  properties: { tenantId, sku: { family: "A", name: "standard" }, enableRbacAuthorization: true },
});
const password = new Secret("db-password", {
  resourceGroupName: group.name,
  vaultName: vault.name,
  secretName: "db-password",
  properties: { value: config.requireSecret("dbPassword") },
});

// One identity for the endpoint, with every role before there is a deployment: the service gives a user-assigned one none.
const identity = new UserAssignedIdentity("fraud", { resourceGroupName: group.name });
const roles = [
  role("read-connections", workspace.id, "ea01e6af-a1c1-4350-9563-ad00f8c72ec5"), // Connection Secrets Reader
  role("read-vault", vault.id, "4633458b-17de-408a-b874-0445c86b69e6"), // Key Vault Secrets User
  role("read-blobs", group.id, "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"), // Storage Blob Data Reader
  role("pull-images", group.id, "7f951dda-4ed3-4680-a7ca-43fe172d538d"), // AcrPull
];

const endpoint = new ManagedOnlineEndpoint(
  "fraud",
  {
    workspace,
    authMode: "Key",
    identity: { type: "UserAssigned", userAssignedIdentities: [identity.id] },
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
        environmentVariables: {
          PAYMENTS_KEY: connectionSecret(payments.name.apply(nameOf), "key"),
          PAYMENTS_URL: connectionTarget(payments.name.apply(nameOf)),
          DB_PASSWORD: keyVaultSecret(password.properties.secretUriWithVersion),
        },
      },
    },
    traffic: { blue: 100 },
  },
  { dependsOn: roles },
);

export const resourceGroup = group.name;
export const workspaceName = workspace.workspaceName;
export const endpointName = endpoint.endpointName;
export const scoringUri = endpoint.scoringUri;
export const primaryKey = endpoint.keys.apply((keys) => keys.primaryKey);

function role(name: string, scope: pulumi.Input<string>, id: string): RoleAssignment {
  return new RoleAssignment(name, {
    scope,
    principalId: identity.principalId,
    principalType: "ServicePrincipal",
    roleDefinitionId: pulumi.interpolate`/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleDefinitions/${id}`,
  });
}

/** Names of nested resources may come with those that they lie in. */
function nameOf(name: string): string {
  return name.slice(name.lastIndexOf("/") + 1);
}
