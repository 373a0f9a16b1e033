import * as applicationinsights from "@pulumi/azure-native/applicationinsights";
import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import * as containerregistry from "@pulumi/azure-native/containerregistry";
import * as keyvault from "@pulumi/azure-native/keyvault";
import * as machinelearning from "@pulumi/azure-native/machinelearningservices";
import * as operationalinsights from "@pulumi/azure-native/operationalinsights";
import * as storage from "@pulumi/azure-native/storage";
import * as pulumi from "@pulumi/pulumi";
import { compactName, workspaceNameFaults } from "../arm/names";
import { check, now } from "./check";
import { sha256 } from "./local-content";
import { transformed, type Transform } from "./transform";
import { existingWorkspace, type ExistingWorkspace, type WorkspaceParts } from "./workspace-ref";

/** A new workspace and what it cannot be without. */
export interface WorkspaceArgs {
  /** Resource group for the workspace and everything that is made with it. */
  resourceGroupName: pulumi.Input<string>;
  /** Name of the workspace. Default `<name>-<stack>`. */
  workspaceName?: pulumi.Input<string>;
  /** Region. Default: the resource group's, else the stack's `azure-native:location`. */
  location?: pulumi.Input<string>;
  /** Name shown in Studio. Default: the workspace's name. */
  friendlyName?: pulumi.Input<string>;
  description?: pulumi.Input<string>;
  /** Whether the workspace can be reached from the public network. Default `Enabled`. */
  publicNetworkAccess?: pulumi.Input<"Enabled" | "Disabled">;
  /** ARM id of a storage account. Default: one is made. */
  storageAccountId?: pulumi.Input<string>;
  /** ARM id of a key vault. Default: one is made. */
  keyVaultId?: pulumi.Input<string>;
  /** ARM id of an Application Insights component. Default: one is made, with a Log Analytics workspace below it. */
  applicationInsightsId?: pulumi.Input<string>;
  /** ARM id of a container registry, or `create`. Default: none; the service makes one when it first builds an image. */
  containerRegistry?: pulumi.Input<string> | "create";
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Changes the workspace resource just before it is registered. */
  transform?: { workspace?: Transform<WorkspaceResource> };
}

/** The workspace resource's arguments, as a transform sees them. */
export interface WorkspaceResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  location?: pulumi.Input<string>;
  friendlyName?: pulumi.Input<string>;
  description?: pulumi.Input<string>;
  identity: { type: "SystemAssigned" };
  sku: { name: "Basic"; tier: "Basic" };
  publicNetworkAccess: pulumi.Input<"Enabled" | "Disabled">;
  storageAccount: pulumi.Input<string>;
  keyVault: pulumi.Input<string>;
  applicationInsights: pulumi.Input<string>;
  containerRegistry?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}

/**
 * An Azure Machine Learning workspace with storage account, key vault and Application Insights, each made or given.
 * `Workspace.get` adopts one that exists.
 */
export class Workspace extends pulumi.ComponentResource implements WorkspaceParts {
  /** ARM id, for the `workspace` of every other component. */
  public readonly id: pulumi.Output<string>;
  public readonly workspaceName: pulumi.Output<string>;
  public readonly resourceGroupName: pulumi.Output<string>;
  /** Region of the workspace and of all endpoints in it. */
  public readonly location: pulumi.Output<string>;
  /** The workspace resource. */
  public readonly workspace: pulumi.CustomResource;

  constructor(name: string, args: WorkspaceArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:Workspace", name, {}, opts);
    const workspaceName = args.workspaceName ?? `${name}-${pulumi.getStack()}`;
    const given = now(workspaceName);
    check(this, `Workspace ${name}`, given === undefined ? [] : workspaceNameFaults("workspaceName", given));

    const workspace = new machinelearning.Workspace(
      ...transformed(
        args.transform?.workspace,
        `${name}-workspace`,
        {
          workspaceName,
          resourceGroupName: args.resourceGroupName,
          location: args.location,
          friendlyName: args.friendlyName ?? workspaceName,
          description: args.description,
          identity: { type: "SystemAssigned" },
          sku: { name: "Basic", tier: "Basic" },
          publicNetworkAccess: args.publicNetworkAccess ?? "Enabled",
          storageAccount: args.storageAccountId ?? storageAccount(this, name, args),
          keyVault: args.keyVaultId ?? keyVault(this, name, args),
          applicationInsights: args.applicationInsightsId ?? applicationInsights(this, name, args),
          containerRegistry: args.containerRegistry === "create" ? registry(this, name, args) : args.containerRegistry,
          tags: args.tags,
        },
        { parent: this },
      ),
    );
    this.workspace = workspace;
    this.id = workspace.id;
    // The URN is always known and carries the dependency: what names this workspace waits for it.
    this.workspaceName = pulumi.all([workspaceName, workspace.urn]).apply(([known]) => known);
    this.resourceGroupName = pulumi.output(args.resourceGroupName);
    this.location = workspace.location.apply((location) => location ?? "");
    this.registerOutputs({ id: this.id, workspaceName, location: this.location });
  }

  /** Adopts a workspace that exists, in any resource group of the provider's subscription. Nothing is made or changed. */
  static get(existing: ExistingWorkspace, opts?: pulumi.InvokeOptions): WorkspaceParts {
    return existingWorkspace(existing, opts);
  }
}

type Making = Pick<WorkspaceArgs, "resourceGroupName" | "location" | "tags">;

function storageAccount(parent: Workspace, name: string, args: Making): pulumi.Output<string> {
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

function keyVault(parent: Workspace, name: string, args: Making): pulumi.Output<string> {
  const { tenantId } = getClientConfigOutput({ parent });
  const vault = new keyvault.Vault(
    `${name}-vault`,
    {
      ...placed(args),
      vaultName: uniqueName(parent, name, "vault"),
      properties: { tenantId, sku: { family: "A", name: "standard" } },
    },
    // The workspace writes its own access policy into the vault; it is not ours to take back.
    { parent, ignoreChanges: ["properties.accessPolicies"] },
  );
  return vault.id;
}

function applicationInsights(parent: Workspace, name: string, args: Making): pulumi.Output<string> {
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

function registry(parent: Workspace, name: string, args: Making): pulumi.Output<string> {
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
function uniqueName(parent: Workspace, name: string, role: string): pulumi.Output<string> {
  const place = [pulumi.getProject(), pulumi.getStack(), name, role];
  const { subscriptionId } = getClientConfigOutput({ parent });
  return subscriptionId.apply((id) => compactName(`${name}${pulumi.getStack()}`, sha256([id, ...place].join("/"))));
}
