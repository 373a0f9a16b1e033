import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../arm/connection";
import { accountBeside } from "./client-config";
import { blobUploadProvider } from "./dynamic-provider";
import type { LocalContent } from "./local-content";

/** Local content on its way to a workspace's blob store. */
export interface BlobUploadArgs extends LocalContent {
  /** ARM id of the workspace. */
  workspaceId: pulumi.Input<string>;
  /** Sign-in, where the program uses an explicit azure-native provider. */
  connection?: pulumi.Input<ConnectionSettings>;
}

/**
 * Files or a folder in the workspace's default blob store, addressed by their content: the same content is uploaded
 * once, changed content goes beside the old. Deleting it leaves the blobs, since other assets may name them.
 */
export class BlobUpload extends pulumi.dynamic.Resource {
  /** URL of the blob or folder. */
  declare public readonly url: pulumi.Output<string>;
  /** The same as `azureml://subscriptions/…/datastores/…/paths/…`. */
  declare public readonly datastoreUri: pulumi.Output<string>;

  constructor(name: string, args: BlobUploadArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = { url: undefined, datastoreUri: undefined };
    const inputs = { ...args, account: accountBeside(opts?.parent) };
    super(blobUploadProvider, name, { ...outputs, ...inputs }, opts, "azureml", "BlobUpload");
  }
}
