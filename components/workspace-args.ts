import type * as pulumi from "@pulumi/pulumi";
import type { ArmManagedNetwork, ManagedNetwork } from "../arm/managed-network";
import type { Transform } from "./transform";

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
  /**
   * The network that managed deployments run in; it is provisioned with the workspace, since deployments need it to be there.
   * Default: none, deployments reach the internet by the service's own.
   */
  managedNetwork?: ManagedNetwork;
  /** ARM id of a storage account. Default: one is made. */
  storageAccountId?: pulumi.Input<string>;
  /** ARM id of a key vault. Default: one is made. */
  keyVaultId?: pulumi.Input<string>;
  /**
   * Gets the key vault back that was deleted with an earlier life of this stack, with its secrets and access policies,
   * instead of making one. For the one update that makes the workspace again; leave it out afterwards. Default `false`.
   */
  recoverKeyVault?: boolean;
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
  managedNetwork?: ArmManagedNetwork;
  /** Whether the managed network is made at once. */
  provisionNetworkNow?: boolean;
  storageAccount: pulumi.Input<string>;
  keyVault: pulumi.Input<string>;
  applicationInsights: pulumi.Input<string>;
  containerRegistry?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
