import type { ResourceType } from "../schema/resource-type";
import {
  codeContainer,
  codeVersion,
  dataVersion,
  environmentContainer,
  environmentVersion,
  modelContainer,
  modelVersion,
} from "./assets";
import { batchDeployment, batchEndpoint } from "./batch-endpoints";
import { containerRegistry } from "./container-registry";
import { compute, datastore } from "./datastores-and-computes";
import { actionGroup, diagnosticSetting, metricAlert, scheduledQueryRule, workbook } from "./alerts";
import { autoscaleSetting } from "./autoscale";
import { applicationInsights, logAnalyticsWorkspace } from "./monitoring";
import { onlineDeployment, onlineEndpoint } from "./online-endpoints";
import { resourceGroup } from "./resource-group";
import { roleAssignment, userAssignedIdentity, vault, vaultSecret } from "./security";
import { storageAccount } from "./storage";
import { workspaceConnection } from "./workspace-connections";
import { workspace } from "./workspaces";

/** The types of resources that the local Azure ML knows, by the SDK's token without its package. */
const TYPES: Readonly<Record<string, ResourceType>> = {
  "applicationinsights:Component": applicationInsights,
  "applicationinsights:Workbook": workbook,
  "authorization:RoleAssignment": roleAssignment,
  "containerregistry:Registry": containerRegistry,
  "keyvault:Secret": vaultSecret,
  "keyvault:Vault": vault,
  "machinelearningservices:BatchDeployment": batchDeployment,
  "machinelearningservices:BatchEndpoint": batchEndpoint,
  "machinelearningservices:CodeContainer": codeContainer,
  "machinelearningservices:CodeVersion": codeVersion,
  "machinelearningservices:Compute": compute,
  "machinelearningservices:DataVersion": dataVersion,
  "machinelearningservices:Datastore": datastore,
  "machinelearningservices:EnvironmentContainer": environmentContainer,
  "machinelearningservices:EnvironmentVersion": environmentVersion,
  "machinelearningservices:ModelContainer": modelContainer,
  "machinelearningservices:ModelVersion": modelVersion,
  "machinelearningservices:OnlineDeployment": onlineDeployment,
  "machinelearningservices:OnlineEndpoint": onlineEndpoint,
  "machinelearningservices:Workspace": workspace,
  "machinelearningservices:WorkspaceConnection": workspaceConnection,
  "managedidentity:UserAssignedIdentity": userAssignedIdentity,
  "monitor:ActionGroup": actionGroup,
  "monitor:AutoscaleSetting": autoscaleSetting,
  "monitor:DiagnosticSetting": diagnosticSetting,
  "monitor:MetricAlert": metricAlert,
  "monitor:ScheduledQueryRule": scheduledQueryRule,
  "operationalinsights:Workspace": logAnalyticsWorkspace,
  "resources:ResourceGroup": resourceGroup,
  "storage:StorageAccount": storageAccount,
};

/** The type that a token such as `azure-native:storage:StorageAccount` names. */
export function resourceType(token: string): ResourceType {
  const type = TYPES[token.replace(/^azure-native:/, "")];
  if (type === undefined) {
    throw new Error(`Resource type ${token} not found: the local Azure ML has no such resource`);
  }
  return type;
}

/** Tokens of all resources, for the provider's schema and its tests. */
export const RESOURCE_TOKENS: readonly string[] = Object.keys(TYPES).map((token) => `azure-native:${token}`);
