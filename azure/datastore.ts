import { datastoreUri, parseWorkspaceId } from "../arm/ids";
import { datastoreAnswer, datastoreSecretsAnswer } from "./arm-answers";
import type { ArmClient } from "./arm-client";
import { isLoopback } from "./cloud";

/** The datastore that every workspace has from the start and that Microsoft's own clients upload to. */
const DEFAULT_DATASTORE = "workspaceblobstore";

/** What signs requests to a blob container. */
export type ContainerAccess = { sas: string } | { accountKey: string } | "identity";

/** A blob datastore of a workspace. */
export interface Datastore {
  accountName: string;
  /** `https://{account}.blob.core.windows.net/{container}`; path style where a storage emulator serves it. */
  containerUrl: string;
  /** A path in it as `azureml://subscriptions/…/datastores/…/paths/…`. */
  uri(path: string): string;
  /** Asks for what signs requests, valid for an hour. */
  access(): Promise<ContainerAccess>;
}

/** Reads a datastore of a workspace, by default its first one; undefined where workspace or datastore is gone. */
export async function openDatastore(
  client: ArmClient,
  workspaceId: string,
  name = DEFAULT_DATASTORE,
): Promise<Datastore | undefined> {
  const path = `${workspaceId}/datastores/${name}`;
  const found = await client.get(path, datastoreAnswer);
  const workspace = parseWorkspaceId(workspaceId);
  const { accountName, containerName, credentials, ...place } = found?.properties ?? {};
  if (!workspace || !accountName || !containerName) return undefined;
  return {
    accountName,
    containerUrl: `${accountUrl(accountName, place)}/${containerName}`,
    uri: (file) => datastoreUri(workspace, name, file),
    access: async () => {
      if (credentials?.credentialsType === "None") return "identity";
      const secrets = await client.ask(`${path}/listSecrets`, datastoreSecretsAnswer, {
        expirableSecret: true,
        expireAfterHours: 1,
      });
      if (secrets.sasToken) return { sas: secrets.sasToken };
      return secrets.key ? { accountKey: secrets.key } : "identity";
    },
  };
}

function accountUrl(account: string, { endpoint = "core.windows.net", protocol = "https" }): string {
  return URL.canParse(`${protocol}://${endpoint}`) && isLoopback(`${protocol}://${endpoint}`)
    ? `${protocol}://${endpoint}/${account}`
    : `https://${account}.blob.${endpoint}`;
}
