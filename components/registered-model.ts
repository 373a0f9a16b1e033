import { ModelVersion } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import type { Fault } from "../arm/fault";
import { assetVersionId } from "../arm/ids";
import { assetNameFaults, assetVersionFaults } from "../arm/names";
import type { BlobUpload } from "./blob-upload";
import { check } from "./check";
import { contentVersion, localUpload, sourceFaults } from "./local-upload";
import { transformed, type Transform } from "./transform";
import { resolveWorkspace, type WorkspaceRef } from "./workspace-ref";

/** How a model is packed: any files, an MLflow model, or a Triton repository. */
export type ModelType = "custom_model" | "mlflow_model" | "triton_model";

/** A model, on this machine or already in a datastore. */
export interface RegisteredModelArgs {
  /** Workspace that keeps the model. */
  workspace: WorkspaceRef;
  /** File or folder on this machine, relative to the program. It is uploaded once for each distinct content. */
  path?: string;
  /** Where the model lies, instead of a path: `azureml://datastores/…`, `azureml://jobs/…` or `runs:/…`. */
  uri?: string;
  /** Name of the model in the workspace. Default `<name>-<stack>`. */
  modelName?: string;
  /** Version. Default: 16 digits that stand for type and content, or for type and URI. */
  version?: string;
  /** Default `custom_model`. */
  type?: ModelType;
  description?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Changes the version resource just before it is registered. */
  transform?: { version?: Transform<ModelVersionResource> };
}

/** The version resource's arguments, as a transform sees them. */
export interface ModelVersionResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  name: string;
  version: string;
  properties: {
    modelUri: pulumi.Input<string>;
    modelType: ModelType;
    description?: pulumi.Input<string>;
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  };
}

/** A registered version of a model. In a deployment its files lie below `$AZUREML_MODEL_DIR/<name of file or folder>`. */
export class RegisteredModel extends pulumi.ComponentResource {
  /** ARM id of the version, for a deployment's `model`. */
  public readonly id: pulumi.Output<string>;
  /** The registered version. */
  public readonly version: pulumi.CustomResource;
  /** The upload; undefined for a model given by URI. */
  public readonly upload: BlobUpload | undefined;
  public readonly type: ModelType;

  constructor(name: string, args: RegisteredModelArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:RegisteredModel", name, {}, opts);
    const modelName = args.modelName ?? `${name}-${pulumi.getStack()}`;
    check(this, `RegisteredModel ${name}`, modelFaults(modelName, args));

    this.type = args.type ?? "custom_model";
    const workspace = resolveWorkspace(this, args.workspace);
    const local = localUpload(this, name, args, workspace);
    this.upload = local?.upload;
    const version = args.version ?? contentVersion(this.type, local?.version ?? args.uri);
    this.version = new ModelVersion(
      ...transformed<ModelVersionResource>(
        args.transform?.version,
        `${name}-version`,
        {
          workspaceName: workspace.workspaceName,
          resourceGroupName: workspace.resourceGroupName,
          name: modelName,
          version,
          properties: {
            modelUri: this.upload?.datastoreUri ?? args.uri ?? "",
            modelType: this.type,
            ...(args.description === undefined ? {} : { description: args.description }),
            ...(args.tags === undefined ? {} : { tags: args.tags }),
          },
        },
        { parent: this, deleteBeforeReplace: false },
      ),
    );
    // The id is spelt out, so that previews show it; the URN carries the dependency.
    this.id = pulumi
      .all([workspace.id, this.version.urn])
      .apply(([id]) => assetVersionId(id, "models", modelName, version));
    this.registerOutputs({ id: this.id });
  }
}

function modelFaults(modelName: string, args: RegisteredModelArgs): Fault[] {
  const { version } = args;
  return [
    ...assetNameFaults("modelName", modelName),
    ...(version === undefined ? [] : assetVersionFaults("version", version)),
    ...sourceFaults("a model", args),
  ];
}
