import { readFileSync } from "node:fs";
import { EnvironmentVersion } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import { assetVersionId } from "../arm/ids";
import { assetNameFaults } from "../arm/names";
import { check, lift, now } from "./check";
import { condaFileFaults } from "./conda-file";
import { localPathFaults } from "./local-content";
import { contentVersion } from "./local-upload";
import { transformed, type Transform } from "./transform";
import { resolveWorkspace, type WorkspaceRef } from "./workspace-ref";

/** Where a deployment's Python packages and base image come from. */
export interface EnvironmentArgs {
  /** Workspace that keeps the environment. */
  workspace: WorkspaceRef;
  /** Base image, for example `mcr.microsoft.com/azureml/minimal-py312-inference:latest`. */
  image: pulumi.Input<string>;
  /** Path of a conda file, relative to the program. No file: the image is used as it is. */
  condaFile?: string;
  /** Name of the environment in the workspace. Default `<name>-<stack>`. */
  environmentName?: string;
  description?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Routes and ports of an image that brings its own server; both probes and scoring. */
  inferenceConfig?: InferenceConfig;
  /** Changes the version resource just before it is registered. */
  transform?: { version?: Transform<EnvironmentVersionResource> };
}

/** Where an image with a server of its own answers. */
export interface InferenceConfig {
  livenessRoute: Route;
  readinessRoute: Route;
  scoringRoute: Route;
}

/** A path and the port it is served on, for example `/score` on 5001. */
export interface Route {
  path: string;
  port: number;
}

/** The version resource's arguments, as a transform sees them. */
export interface EnvironmentVersionResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  name: string;
  version: pulumi.Input<string>;
  properties: {
    image: pulumi.Input<string>;
    condaFile?: string;
    inferenceConfig?: InferenceConfig;
    osType: "Linux";
    autoRebuild: "Disabled";
    description?: pulumi.Input<string>;
    tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  };
}

/**
 * An environment, registered once for each distinct content: the version is derived from image, conda file and routes,
 * so deployments with the same content share one image build, and changed content is a new version.
 */
export class Environment extends pulumi.ComponentResource {
  /** ARM id of the version, for a deployment's `environment`. */
  public readonly id: pulumi.Output<string>;
  /** The registered version. */
  public readonly version: pulumi.CustomResource;
  /** The conda file on this machine; undefined where the image is used as it is. */
  public readonly condaFile: string | undefined;

  constructor(name: string, args: EnvironmentArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:Environment", name, {}, opts);
    const environmentName = args.environmentName ?? `${name}-${pulumi.getStack()}`;
    check(this, `Environment ${name}`, environmentFaults(environmentName, args));

    this.condaFile = args.condaFile;
    const workspace = resolveWorkspace(this, args.workspace);
    const properties = environmentDefinition(args);
    const { condaFile, inferenceConfig } = properties;
    const routes = inferenceConfig && JSON.stringify(inferenceConfig);
    const version = lift(args.image, (image) => contentVersion(image, condaFile, routes));
    this.version = new EnvironmentVersion(
      ...transformed<EnvironmentVersionResource>(
        args.transform?.version,
        `${name}-version`,
        {
          workspaceName: workspace.workspaceName,
          resourceGroupName: workspace.resourceGroupName,
          name: environmentName,
          version,
          properties,
        },
        { parent: this, deleteBeforeReplace: false },
      ),
    );
    // The id is spelt out, so that previews show it; the URN carries the dependency.
    this.id = pulumi
      .all([workspace.id, version, this.version.urn])
      .apply(([id, known]) => assetVersionId(id, "environments", environmentName, known));
    this.registerOutputs({ id: this.id });
  }
}

function environmentFaults(environmentName: string, { image, condaFile }: EnvironmentArgs) {
  const missing = now(image) === "" ? [{ field: "image", value: "", rule: "a base image has to be named" }] : [];
  const path = condaFile === undefined ? [] : localPathFaults("condaFile", condaFile, "file");
  const content = condaFile === undefined || path.length > 0 ? [] : condaFileFaults("condaFile", condaFile);
  return [...assetNameFaults("environmentName", environmentName), ...missing, ...path, ...content];
}

/** Shapes the arguments into what ARM registers. */
function environmentDefinition(args: EnvironmentArgs): EnvironmentVersionResource["properties"] {
  const { image, condaFile, inferenceConfig, description, tags } = args;
  return {
    image,
    ...(condaFile === undefined ? {} : { condaFile: readFileSync(condaFile, "utf8") }),
    ...(inferenceConfig === undefined ? {} : { inferenceConfig }),
    osType: "Linux",
    autoRebuild: "Disabled",
    ...(description === undefined ? {} : { description }),
    ...(tags === undefined ? {} : { tags }),
  };
}
