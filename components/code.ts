import { CodeVersion } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "../arm/fault";
import { assetVersionId } from "../arm/ids";
import { assetNameFaults, assetVersionFaults } from "../arm/names";
import type { BlobUpload } from "./blob-upload";
import { check } from "./check";
import { contentVersion, localUpload, sourceFaults } from "./local-upload";
import { transformed, type Transform } from "./transform";
import { resolveWorkspace, type WorkspaceRef } from "./workspace-ref";

/** A folder of code, on this machine or already in a blob store. */
export interface CodeArgs {
  /** Workspace that keeps the code. */
  workspace: WorkspaceRef;
  /** Folder on this machine, relative to the program. It is uploaded once for each distinct content. */
  path?: string;
  /** URL of a folder in a blob store, `https://…`, instead of a path. */
  uri?: string;
  /** Name of the code in the workspace. Default `<name>-<stack>`. */
  codeName?: string;
  /** Version, for code given by URI only. Default: 16 digits that stand for the URI. A path's version is its content. */
  version?: string;
  /** Changes the version resource just before it is registered. */
  transform?: { version?: Transform<CodeVersionResource> };
}

/** The version resource's arguments, as a transform sees them. */
export interface CodeVersionResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  name: string;
  version: string;
  properties: { codeUri: pulumi.Input<string> };
}

/** Code for a deployment: a folder with the scoring script and what it imports, registered as a version. */
export class Code extends pulumi.ComponentResource {
  /** ARM id of the version, for a deployment's `code`. */
  public readonly id: pulumi.Output<string>;
  /** The registered version. */
  public readonly version: pulumi.CustomResource;
  /** The upload; undefined for code given by URI. */
  public readonly upload: BlobUpload | undefined;
  /** The folder on this machine; undefined for code given by URI. */
  public readonly path: string | undefined;

  constructor(name: string, args: CodeArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:Code", name, {}, opts);
    const codeName = args.codeName ?? `${name}-${pulumi.getStack()}`;
    check(this, `Code ${name}`, [
      ...assetNameFaults("codeName", codeName),
      ...sourceFaults("code", args, "folder"),
      ...versionFaults(args),
    ]);

    const workspace = resolveWorkspace(this, args.workspace);
    const local = localUpload(this, name, args, workspace);
    this.path = args.path;
    this.upload = local?.upload;
    const version = local?.version ?? args.version ?? contentVersion(args.uri);
    this.version = new CodeVersion(
      ...transformed<CodeVersionResource>(
        args.transform?.version,
        `${name}-version`,
        {
          workspaceName: workspace.workspaceName,
          resourceGroupName: workspace.resourceGroupName,
          name: codeName,
          version,
          properties: { codeUri: this.upload?.url ?? args.uri ?? "" },
        },
        { parent: this, deleteBeforeReplace: false },
      ),
    );
    // The id is spelt out, so that previews show it; the URN carries the dependency.
    this.id = pulumi
      .all([workspace.id, this.version.urn])
      .apply(([id]) => assetVersionId(id, "codes", codeName, version));
    this.registerOutputs({ id: this.id });
  }
}

function versionFaults({ path, version }: CodeArgs): Fault[] {
  if (version === undefined) return [];
  return path === undefined
    ? assetVersionFaults("version", version)
    : [
        {
          field: "version",
          value: version,
          rule: "the version of code on this machine is its content",
          fix: "leave it out",
        },
      ];
}
