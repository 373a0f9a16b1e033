import { z } from "zod";
import { answered, oneOf, optional, readOnly, stringMap } from "../body/members";
import type { AuthType, Credentials } from "./connection-record";

const text = optional(z.string());
const none = z.strictObject({});

/** What a connection signs in with (REST types `WorkspaceConnectionPersonalAccessToken` and its siblings). */
const credentials: Readonly<Record<AuthType, z.ZodType<Credentials>>> = {
  PAT: z.strictObject({ pat: text }),
  SAS: z.strictObject({ sas: text }),
  ApiKey: z.strictObject({ key: text }),
  AccountKey: z.strictObject({ key: text }),
  AccessKey: z.strictObject({ accessKeyId: text, secretAccessKey: text }),
  UsernamePassword: z.strictObject({ username: text, password: text, securityToken: text }),
  ServicePrincipal: z.strictObject({ clientId: text, clientSecret: text, tenantId: text }),
  ManagedIdentity: z.strictObject({ clientId: text, resourceId: text }),
  CustomKeys: z.strictObject({ keys: optional(z.record(z.string(), z.string())) }),
  OAuth2: z.strictObject({
    ...{ authUrl: text, clientId: text, clientSecret: text, developerToken: text },
    ...{ password: text, refreshToken: text, tenantId: text, username: text },
  }),
  None: none,
  AAD: none,
};

const authType = oneOf<AuthType>([
  ...(["PAT", "SAS", "ApiKey", "AccountKey", "AccessKey", "UsernamePassword", "ServicePrincipal"] as const),
  ...(["ManagedIdentity", "CustomKeys", "OAuth2", "None", "AAD"] as const),
]);

const properties = z.strictObject({
  authType,
  category: z.string().min(1),
  credentials: optional(z.record(z.string(), z.json())),
  target: text,
  metadata: optional(stringMap),
  isSharedToAll: optional(z.boolean()),
  sharedUserList: optional(z.array(z.string())),
  expiryTime: text,
  useWorkspaceManagedIdentity: optional(z.boolean()),
  peRequirement: optional(oneOf(["Required", "NotRequired", "NotApplicable"])),
  peStatus: optional(oneOf(["Inactive", "Active", "NotApplicable"])),
  ...{ error: readOnly, group: readOnly, createdByWorkspaceArmId: readOnly },
});

/** What a PUT of a connection holds (REST type `WorkspaceConnectionPropertiesV2BasicResource`). */
export const connectionBody = z.strictObject({ ...answered, properties });

/** What a PATCH of a connection holds; `authType` says how the credentials are to be read. */
export const connectionPatch = z.strictObject({ properties: properties.partial().extend({ authType }) });

/** The credentials in a body, by the rules of their kind. */
export function credentialsBody(kind: AuthType): z.ZodType<{ properties: { credentials?: Credentials } }> {
  return z.looseObject({ properties: z.looseObject({ credentials: optional(credentials[kind]) }) });
}
