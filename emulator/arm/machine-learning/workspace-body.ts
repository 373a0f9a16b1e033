import { z } from "zod";
import { answered, armId, identity, location, oneOf, optional, readOnly, sku, tagChanges, tags } from "../body/members";

const json = z.json();
const access = oneOf(["Enabled", "Disabled"]);

/** Members that may change after creation. */
const changeable = {
  applicationInsights: optional(armId),
  containerRegistry: optional(armId),
  description: optional(z.string()),
  friendlyName: optional(z.string()),
  imageBuildCompute: optional(z.string()),
  primaryUserAssignedIdentity: optional(armId),
  publicNetworkAccess: optional(access),
  allowPublicAccessWhenBehindVnet: optional(z.boolean()),
  managedNetwork: optional(json),
  provisionNetworkNow: optional(z.boolean()),
  serverlessComputeSettings: optional(json),
  serviceManagedResourcesSettings: optional(json),
  sharedPrivateLinkResources: optional(json),
  systemDatastoresAuthMode: optional(z.string()),
  enableDataIsolation: optional(z.boolean()),
  enableServiceSideCMKEncryption: optional(z.boolean()),
  v1LegacyMode: optional(z.boolean()),
};

const properties = z.strictObject({
  ...changeable,
  storageAccount: armId,
  keyVault: armId,
  encryption: optional(json),
  hbiWorkspace: optional(z.boolean()),
  discoveryUrl: readOnly,
  ...{ workspaceId: readOnly, provisioningState: readOnly, mlFlowTrackingUri: readOnly, tenantId: readOnly },
  ...{ storageHnsEnabled: readOnly, privateLinkCount: readOnly, privateEndpointConnections: readOnly },
  ...{ serviceProvisionedResourceGroup: readOnly, notebookInfo: readOnly, associatedWorkspaces: readOnly },
});

/** What a PUT of a workspace holds (REST type `Workspace`). */
export const workspaceBody = z.strictObject({
  ...answered,
  location,
  identity,
  kind: optional(oneOf(["Default"])),
  sku: optional(sku),
  tags: optional(tags),
  properties,
});

/** What a PATCH of a workspace holds (REST type `WorkspaceUpdateParameters`). */
export const workspacePatch = z.strictObject({
  identity: optional(identity),
  sku: optional(sku),
  tags: optional(tagChanges),
  properties: optional(z.strictObject(changeable)),
});
