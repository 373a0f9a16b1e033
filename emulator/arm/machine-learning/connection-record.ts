import type { JsonObject } from "../json";
import type { Resource } from "../store/resource";

export type AuthType =
  | ("PAT" | "SAS" | "ApiKey" | "AccountKey" | "AccessKey" | "UsernamePassword" | "ServicePrincipal")
  | ("ManagedIdentity" | "CustomKeys" | "OAuth2" | "None" | "AAD");

export type Credentials = Readonly<Record<string, string | Record<string, string> | undefined>>;

export interface ConnectionProperties extends JsonObject {
  authType: AuthType;
  category: string;
  target?: string;
  metadata?: Record<string, string | null>;
  isSharedToAll?: boolean;
  sharedUserList?: string[];
  expiryTime?: string;
  useWorkspaceManagedIdentity?: boolean;
  peRequirement?: string;
  peStatus?: string;
  createdByWorkspaceArmId: string;
}

export interface ConnectionRecord extends Resource<ConnectionProperties> {
  /** Kept apart from the properties, so that no answer but that of `listsecrets` can show them. */
  credentials?: Credentials;
}
