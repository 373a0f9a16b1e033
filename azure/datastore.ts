import { datastoreUri, parseWorkspaceId } from "../arm/ids";
import { datastoreAnswer, datastoreSecretsAnswer } from "./arm-answers";
import type { ArmClient } from "./arm-client";
import { isLoopback } from "./cloud";

/** The datastore that every workspace has from the start and that Microsoft's own clients upload to. */
const DEFAULT_DATASTORE = "workspaceblobstore";

/** What signs requests to a blob container. */
export type ContainerAccess = { sas: string } | { accountKey: string } | "identity";

/** A workspace's default blob datastore. */
export interface Datastore {
  accountName: string;
  /** `https://{account}.blob.core.windows.net/{container}`; path style where a storage emulator serves it. */
  containerUrl: string;
  /** A path in it as `azureml://subscriptions/…/datastores/…/paths/…`. */
  uri(path: string): string;
  /** Asks for what signs requests, valid for an hour. */
  access(): Promise<ContainerAccess>;
}

/** Reads the default datastore of a workspace; undefined where workspace or datastore is gone. */
export async function defaultDatastore(client: ArmClient, workspaceId: string): Promise<Datastore | undefined> {
  const path = `${workspaceId}/datastores/${DEFAULT_DATASTORE}`;
  const found = await client.get(path, datastoreAnswer);
  const workspace = parseWorkspaceId(workspaceId);
  const { accountName, containerName, credentials, ...place } = found?.properties ?? {};
  if (!workspace || !accountName || !containerName) return undefined;
  return {
    accountName,
    containerUrl: `${accountUrl(accountName, place)}/${containerName}`,
    uri: (file) => datastoreUri(workspace, DEFAULT_DATASTORE, file),
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
