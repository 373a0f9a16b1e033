import { join } from "node:path";
import { OnlineEndpoint } from "@pulumi/azure-native/machinelearningservices";
import { type Alias, ComponentResource, type ComponentResourceOptions, rootStackResource } from "@pulumi/pulumi";
import {
  Code,
  EndpointSettings,
  Environment,
  type IdentityArgs,
  ManagedOnlineEndpoint,
  type AuthMode,
  type NetworkAccess,
  OnlineDeployment,
  type OnlineDeploymentSpec,
} from "pulumi-azureml";
import { parseWorkspaceId } from "../../arm/ids";
import type { Split } from "./split";

/** The endpoint's own name, which stays whatever the resources are called. */
export const endpointName = "fraud-under-load";

/** The changing parts of the stack that owns the endpoint. */
export interface Serving extends Split {
  /** Instances by deployment. */
  deployments: Readonly<Record<string, number>>;
  /** What the scoring script of each deployment says that it is; `1` where it is not here. */
  versions?: Readonly<Record<string, string>>;
  tags?: Readonly<Record<string, string>>;
  identity?: IdentityArgs;
  publicNetworkAccess?: NetworkAccess;
  authMode?: AuthMode;
  /** Logical name of the endpoint component. Default `fraud`. */
  name?: string;
  /** Where the component was before. */
  aliases?: Alias[];
  /** Puts the component into one that stands for a rollout. */
  inRollout?: boolean;
  /** Lets deployments and weights be declared beside the endpoint component instead of by it. */
  declaredBeside?: boolean;
}

/** Stands for a component that owns an endpoint with its deployments. */
class Rollout extends ComponentResource {
  constructor(name: string, opts?: ComponentResourceOptions) {
    super(rolloutType, name, {}, opts);
  }
}
const rolloutType = "test:load:Rollout";

/** Alias of what was a child of the rollout. */
export const wasInRollout: Alias = { parent: `urn:pulumi:main::load::${rolloutType}::rollout` };

/** Alias of what stood in the program by itself. */
export const stoodAlone: Alias = { parent: rootStackResource };

/** The stack that owns the endpoint. */
export function serving(workspace: string, wanted: Serving): void {
  const { name = "fraud", deployments, traffic, mirrorTraffic, aliases = [], inRollout, declaredBeside } = wanted;
  const { tags, identity, publicNetworkAccess, authMode = "Key" } = wanted;
  const parent = inRollout ? new Rollout("rollout") : undefined;
  const weights = { traffic: { ...traffic }, ...(mirrorTraffic && { mirrorTraffic: { ...mirrorTraffic } }) };
  const spec = runnable(workspace);
  const specs = Object.fromEntries(
    Object.entries(deployments).map(([key, instances]) => [key, spec(instances, wanted.versions?.[key])]),
  );
  const endpoint = new ManagedOnlineEndpoint(
    name,
    {
      ...{ workspace, endpointName, authMode, identity, publicNetworkAccess, tags: tags && { ...tags } },
      ...(declaredBeside ? {} : { deployments: specs, ...weights }),
    },
    { parent, aliases },
  );
  if (!declaredBeside) return;
  for (const [key, one] of Object.entries(specs)) {
    new OnlineDeployment(`${name}-${key}`, { ...one, endpoint, deploymentName: key }, { parent: endpoint });
  }
}

/** The changing parts of a stack that has something on the same endpoint. */
export interface Neighbour {
  tags?: Readonly<Record<string, string>>;
  /** Instances by deployment. */
  deployments?: Readonly<Record<string, number>>;
}

/** Another stack with tags of its own on the endpoint, and deployments of its own in it. */
export function neighbour(workspace: string, { tags, deployments = {} }: Neighbour): void {
  if (tags) new EndpointSettings("their-tags", { workspaceId: workspace, endpointName, tags: { ...tags } });
  if (Object.keys(deployments).length === 0) return;
  const { resourceGroupName = "", workspaceName = "" } = parseWorkspaceId(workspace) ?? {};
  const parts = { id: workspace, workspaceName, resourceGroupName, location: "westeurope" };
  const endpoint = OnlineEndpoint.get("theirs", `${workspace}/onlineEndpoints/${endpointName}`);
  const spec = runnable(workspace);
  for (const [key, instances] of Object.entries(deployments)) {
    const args = { ...spec(instances), endpoint: { workspace: parts, endpointName, endpoint }, deploymentName: key };
    new OnlineDeployment(`theirs-${key}`, args);
  }
}

/** Registers what deployments run; gives one of so many instances. */
function runnable(workspace: string): (instances: number, version?: string) => OnlineDeploymentSpec {
  const image = "mcr.microsoft.com/azureml/minimal-py311-inference:latest";
  const environment = new Environment("python", { workspace, image, condaFile: join(__dirname, "conda.yaml") });
  const code = new Code("scoring", { workspace, path: join(__dirname, "scoring") });
  return (instanceCount, version = "1") => ({
    ...{ environment, code, scoringScript: "score.py", instanceType: "Standard_DS3_v2", instanceCount },
    environmentVariables: { VERSION: version },
    // On a machine that is busy with other things requests pile up. What is counted is those that a change loses, so
    // queue and patience are larger than any pile.
    requestSettings: { requestTimeoutMs: 180_000, maxConcurrentRequestsPerInstance: 1000 },
  });
}
