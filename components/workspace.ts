import * as machinelearning from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import { armManagedNetwork, managedNetworkFaults } from "../arm/managed-network";
import { workspaceNameFaults } from "../arm/names";
import { check, now } from "./check";
import { transformed } from "./transform";
import type { WorkspaceArgs, WorkspaceResource } from "./workspace-args";
import { applicationInsights, keyVault, registry, storageAccount } from "./workspace-companions";
import { existingWorkspace, type ExistingWorkspace, type WorkspaceParts } from "./workspace-ref";

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
    const { managedNetwork } = args;
    check(this, `Workspace ${name}`, [
      ...(given === undefined ? [] : workspaceNameFaults("workspaceName", given)),
      ...(managedNetwork ? managedNetworkFaults("managedNetwork", managedNetwork) : []),
    ]);

    const workspace = new machinelearning.Workspace(
      ...transformed<WorkspaceResource>(
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
          ...(managedNetwork && { managedNetwork: armManagedNetwork(managedNetwork), provisionNetworkNow: true }),
          storageAccount: args.storageAccountId ?? storageAccount(this, name, args),
          keyVault: args.keyVaultId ?? keyVault(this, name, args, workspaceName),
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
