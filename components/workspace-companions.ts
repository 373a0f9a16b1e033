import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import * as containerregistry from "@pulumi/azure-native/containerregistry";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { compactName } from "../arm/names";
import { accountBeside } from "./client-config";
import { explainDeletedVault } from "./deleted-vault-hook";
import { sha256 } from "./local-content";
import type { WorkspaceArgs } from "./workspace-args";

/** What everything that is made with a workspace shares. */
type Making = Pick<WorkspaceArgs, "resourceGroupName" | "location" | "tags">;

/** A storage account; its id. */
export function storageAccount(parent: pulumi.ComponentResource, name: string, args: Making): pulumi.Output<string> {
  const account = new storage.StorageAccount(
    `${name}-storage`,
    {
      ...placed(args),
      accountName: uniqueName(parent, name, "storage"),
      kind: "StorageV2",
      sku: { name: "Standard_LRS" },
      allowBlobPublicAccess: false,
      enableHttpsTrafficOnly: true,
      minimumTlsVersion: "TLS1_2",
    },
    { parent },
  );
  return account.id;
}

/** A key vault; its id. One of its name that was deleted is explained, or recovered where the program says so. */
export function keyVault(
  parent: pulumi.ComponentResource,
  name: string,
  args: Making & Pick<WorkspaceArgs, "recoverKeyVault">,
  workspaceName: pulumi.Input<string>,
): pulumi.Output<string> {
  const recover = args.recoverKeyVault === true;
  const { tenantId } = accountBeside(parent);
  const vault = new keyvault.Vault(
    `${name}-vault`,
    {
      ...placed(args),
      vaultName: uniqueName(parent, name, "vault"),
      properties: {
        tenantId,
        sku: { family: "A", name: "standard" },
        ...(recover ? { createMode: keyvault.CreateMode.Recover } : {}),
      },
    },
    {
      parent,
      // The workspace writes its own access policy into the vault; it is not ours to take back.
      ignoreChanges: ["properties.accessPolicies"],
      hooks: explainDeletedVault(parent, `${name}-vault`, { name, workspaceName, recover }),
    },
  );
  return vault.id;
}

/** An Application Insights component with the Log Analytics workspace below it; its id. */
export function applicationInsights(
  parent: pulumi.ComponentResource,
  name: string,
  args: Making,
): pulumi.Output<string> {
  const logs = new operationalinsights.Workspace(
    `${name}-logs`,
    {
      ...placed(args),
      workspaceName: `${name}-${pulumi.getStack()}-logs`,
      sku: { name: "PerGB2018" },
      retentionInDays: 30,
    },
    { parent },
  );
  const component = new applicationinsights.Component(
    `${name}-insights`,
    {
      ...placed(args),
      resourceName: `${name}-${pulumi.getStack()}-insights`,
      applicationType: "web",
      kind: "web",
      workspaceResourceId: logs.id,
    },
    { parent },
  );
  return component.id;
}

/** A container registry; its id. */
export function registry(parent: pulumi.ComponentResource, name: string, args: Making): pulumi.Output<string> {
  const made = new containerregistry.Registry(
    `${name}-registry`,
    {
      ...placed(args),
      registryName: uniqueName(parent, name, "registry"),
      sku: { name: "Standard" },
      adminUserEnabled: true,
    },
    { parent },
  );
  return made.id;
}

function placed({ resourceGroupName, location, tags }: Making): Making {
  return { resourceGroupName, location, tags };
}

/** These names are unique in the whole of Azure, so subscription, project and stack go into them. */
function uniqueName(parent: pulumi.ComponentResource, name: string, role: string): pulumi.Output<string> {
  const place = [pulumi.getProject(), pulumi.getStack(), name, role];
  const { subscriptionId } = accountBeside(parent);
  return subscriptionId.apply((id) => compactName(`${name}${pulumi.getStack()}`, sha256([id, ...place].join("/"))));
}
