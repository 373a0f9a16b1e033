import type { ResourceType } from "../schema/resource-type";
import {
  anything,
  computed,
  dictionary,
  flag,
  list,
  members,
  required,
  text,
  variants,
  writeOnly,
} from "../schema/shape";
import { envelope } from "./envelope";
import { API_VERSION, WORKSPACE, workspaceNames } from "./online-endpoints";

const common = {
  authType: required(text),
  category: text,
  error: text,
  expiryTime: text,
  isSharedToAll: flag,
  metadata: dictionary(text),
  peRequirement: text,
  peStatus: text,
  sharedUserList: list(text),
  target: text,
  useWorkspaceManagedIdentity: flag,
  ...computed("createdByWorkspaceArmId", "group"),
};

/** The service takes credentials and shows none. */
const signedIn = members({ ...common, credentials: writeOnly(anything) });

/** A connection of a workspace to something elsewhere. */
export const workspaceConnection: ResourceType = {
  path: `${WORKSPACE}/connections/{connectionName}`,
  apiVersion: API_VERSION,
  names: workspaceNames,
  members: members({
    ...envelope,
    properties: required(
      variants("authType", {
        ...{ AAD: members(common), None: members(common) },
        ...{ AccessKey: signedIn, AccountKey: signedIn, ApiKey: signedIn, CustomKeys: signedIn },
        ...{ ManagedIdentity: signedIn, OAuth2: signedIn, PAT: signedIn, SAS: signedIn },
        ...{ ServicePrincipal: signedIn, UsernamePassword: signedIn },
      }),
    ),
  }),
};
