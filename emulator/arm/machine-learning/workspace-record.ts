import type { JsonObject } from "../json";
import type { Resource } from "../store/resource";

export interface WorkspaceProperties extends JsonObject {
  /** The guid that the service gives a workspace. */
  workspaceId: string;
  storageAccount: string;
  keyVault: string;
  applicationInsights?: string;
  containerRegistry?: string;
  provisioningState: string;
}

export interface WorkspaceRecord extends Resource<WorkspaceProperties> {
  location: string;
}
