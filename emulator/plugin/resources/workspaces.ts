import type { ResourceType } from "../schema/resource-type";
import { anything, computed, dictionary, flag, integer, list, members, record, text, within } from "../schema/shape";
import { envelope, identity, sku, tags } from "./envelope";
import { API_VERSION, WORKSPACE, workspaceNames } from "./online-endpoints";

export const workspace: ResourceType = {
  path: WORKSPACE,
  apiVersion: API_VERSION,
  names: workspaceNames,
  members: members({
    ...envelope,
    identity,
    kind: text,
    location: text,
    sku,
    tags,
    ...within("properties", {
      allowPublicAccessWhenBehindVnet: flag,
      applicationInsights: text,
      associatedWorkspaces: list(text),
      containerRegistry: text,
      description: text,
      discoveryUrl: text,
      enableDataIsolation: flag,
      enableServiceSideCMKEncryption: flag,
      encryption: anything,
      featureStoreSettings: anything,
      friendlyName: text,
      hbiWorkspace: flag,
      hubResourceId: text,
      imageBuildCompute: text,
      keyVault: text,
      managedNetwork: record({
        enableNetworkMonitor: flag,
        firewallSku: text,
        isolationMode: text,
        managedNetworkKind: text,
        outboundRules: dictionary(anything),
        status: record({ sparkReady: flag, status: text }),
        ...computed("firewallPublicIpAddress", "networkId"),
      }),
      primaryUserAssignedIdentity: text,
      provisionNetworkNow: flag,
      publicNetworkAccess: text,
      serverlessComputeSettings: record({ serverlessComputeCustomSubnet: text, serverlessComputeNoPublicIP: flag }),
      serviceManagedResourcesSettings: record({ cosmosDb: record({ collectionsThroughput: integer }) }),
      sharedPrivateLinkResources: list(
        record({
          name: text,
          ...within("properties", { groupId: text, privateLinkResourceId: text, requestMessage: text, status: text }),
        }),
      ),
      storageAccount: text,
      systemDatastoresAuthMode: text,
      v1LegacyMode: flag,
      workspaceHubConfig: record({
        additionalWorkspaceStorageAccounts: list(text),
        defaultWorkspaceResourceGroup: text,
      }),
      ...computed("mlFlowTrackingUri", "notebookInfo", "privateEndpointConnections", "privateLinkCount"),
      ...computed(
        "provisioningState",
        "serviceProvisionedResourceGroup",
        "storageHnsEnabled",
        "tenantId",
        "workspaceId",
      ),
    }),
  }),
  longRunning: { put: true, delete: true },
};
