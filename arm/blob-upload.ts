import type { Account } from "./account";
import type { ConnectionSettings } from "./connection";

/** Local files on their way to the workspace's blob store, addressed by their content. */
export interface BlobUploadInputs {
  /** ARM id of the workspace. */
  workspaceId: string;
  /** Name of the folder or file, as it will be called in the blob store. */
  name: string;
  /** Where it lies on this machine, relative to the program. Says nothing about the content, so it makes no difference. */
  path: string;
  kind: "file" | "folder";
  /** SHA-256 over all paths and contents, hexadecimal. */
  digest: string;
  /** SHA-256 of each file by its path in the folder (by its name for a single file). */
  files: Record<string, string>;
  /** Sign-in of an explicit provider; else configuration and environment decide. Secret. */
  connection?: ConnectionSettings;
  /** Where azure-native works, to be compared with the sign-in. Absent in states of before. */
  account?: Account;
}

/** Where the content lies now. */
export interface BlobUploadOutputs extends BlobUploadInputs {
  /** URL of the blob, or of the folder: `https://{account}.blob.core.windows.net/{container}/LocalUpload/{digest}/{name}`. */
  url: string;
  /** The same as `azureml://subscriptions/…/datastores/…/paths/…`. */
  datastoreUri: string;
}
