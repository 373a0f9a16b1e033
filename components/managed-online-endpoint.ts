import {
  getOnlineEndpointTokenOutput,
  listOnlineEndpointKeysOutput,
  OnlineEndpoint,
} from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import type { AuthMode, Identity, NetworkAccess } from "../arm/endpoint";
import type { Fault } from "../arm/fault";
import { servingNameFaults } from "../arm/names";
import { trafficFaults } from "../arm/traffic";
import { after, check, gate, now } from "./check";
import { explicitConnection } from "./connection";
import type { OnlineDeploymentSpec } from "./deployment-args";
import { deploymentFaults } from "./deployment-faults";
import { EndpointSettings, type EndpointSettingsArgs } from "./endpoint-settings";
import { OnlineDeployment, type EndpointParts } from "./online-deployment";
import { transformed, type Transform } from "./transform";
import { resolveWorkspace, type WorkspaceParts, type WorkspaceRef } from "./workspace-ref";

/** A managed online endpoint with its deployments and their traffic. */
export interface ManagedOnlineEndpointArgs {
  /** Workspace that the endpoint belongs to. */
  workspace: WorkspaceRef;
  /**
   * Name of the endpoint: 3 to 32 letters, digits and single dashes. It becomes a DNS name, so it is unique in its region
   * across all customers. Default `<name>-<stack>`. A new name is a new endpoint.
   */
  endpointName?: string;
  /** How callers prove who they are. `Key` for keys, `AMLToken` for expiring tokens, `AADToken` for Entra. */
  authMode: pulumi.Input<AuthMode>;
  /** Deployments by name, for example `blue` and `green`. A new one gets no traffic until `traffic` says so. */
  deployments?: Record<string, OnlineDeploymentSpec>;
  /**
   * Percent of live traffic by deployment; whole numbers that sum to 100, or to 0 for none. Left out: weights are not
   * touched.
   */
  traffic?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** Percent of live traffic copied to one deployment that has none, at most 50. Left out: not touched. */
  mirrorTraffic?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** Whether the endpoint answers from the public network. Default `Enabled`. */
  publicNetworkAccess?: pulumi.Input<NetworkAccess>;
  /** Identity that reads model, image and your own resources. Default `SystemAssigned`. */
  identity?: pulumi.Input<Identity>;
  /** Tags of the endpoint. Tags that others set are kept. Deployments do not inherit them. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Cannot change after creation. */
  description?: string;
  /** Changes a child just before it is registered. */
  transform?: { endpoint?: Transform<OnlineEndpointResource>; settings?: Transform<EndpointSettingsArgs> };
}

/** The endpoint resource's arguments, as a transform sees them. Only read when the endpoint is created. */
export interface OnlineEndpointResource {
  workspaceName: pulumi.Input<string>;
  resourceGroupName: pulumi.Input<string>;
  endpointName: string;
  location: pulumi.Input<string>;
  identity: pulumi.Input<Identity>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  properties: {
    authMode: pulumi.Input<AuthMode>;
    publicNetworkAccess: pulumi.Input<NetworkAccess>;
    description?: string;
  };
}

/** The two keys of an endpoint. Both are good at any time. */
export interface EndpointKeys {
  primaryKey: string;
  secondaryKey: string;
}

/** The endpoint is created and deleted by one resource and changed by another: `EndpointSettings`. */
const changedElsewhere = ["properties", "tags", "identity", "kind", "sku"];

/**
 * A managed online endpoint: one scoring URI, several deployments, and the share of requests that each of them gets. One
 * `up` makes endpoint, deployments and traffic; later ones change exactly what changed.
 */
export class ManagedOnlineEndpoint extends pulumi.ComponentResource implements EndpointParts {
  /** ARM id. */
  public readonly id: pulumi.Output<string>;
  public readonly endpointName: string;
  /** URI that scoring requests go to. */
  public readonly scoringUri: pulumi.Output<string>;
  /** URI of the OpenAPI document that the scoring script's schema gives. */
  public readonly swaggerUri: pulumi.Output<string>;
  /** Object id of the system-assigned identity; empty where there is none. */
  public readonly principalId: pulumi.Output<string>;
  public readonly workspace: WorkspaceParts;
  /** The endpoint resource. */
  public readonly endpoint: pulumi.CustomResource;
  /** The deployments by name. */
  public readonly deployments: Readonly<Record<string, OnlineDeployment>>;
  /** The writer of weights and of whatever else may change. */
  public readonly settings: EndpointSettings;

  constructor(name: string, args: ManagedOnlineEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:ManagedOnlineEndpoint", name, {}, opts);
    const { authMode, publicNetworkAccess = "Enabled", identity = { type: "SystemAssigned" }, tags } = args;
    const subject = `ManagedOnlineEndpoint ${name}`;
    this.endpointName = (args.endpointName ?? `${name}-${pulumi.getStack()}`).toLowerCase();
    check(this, subject, endpointFaults(this.endpointName, args));
    const specs = Object.entries(args.deployments ?? {});
    const names = specs.map(([key]) => key.toLowerCase());
    const { traffic, mirrorTraffic } = args;
    const checked = gate(this, subject, { traffic, mirrorTraffic }, (weights) =>
      trafficFaults({ ...weights, deployments: args.deployments && names }),
    );

    this.workspace = resolveWorkspace(this, args.workspace);
    const { workspaceName, resourceGroupName, location } = this.workspace;
    this.endpoint = new OnlineEndpoint(
      ...transformed<OnlineEndpointResource>(
        args.transform?.endpoint,
        `${name}-endpoint`,
        {
          workspaceName,
          resourceGroupName,
          endpointName: this.endpointName,
          location,
          identity,
          ...(tags === undefined ? {} : { tags }),
          properties: {
            authMode,
            publicNetworkAccess,
            ...(args.description === undefined ? {} : { description: args.description }),
          },
        },
        { parent: this, dependsOn: after(checked), deleteBeforeReplace: false, ignoreChanges: changedElsewhere },
      ),
    );
    this.id = this.endpoint.id;
    this.deployments = Object.fromEntries(
      specs.map(([key, spec]) => [
        key,
        new OnlineDeployment(
          `${name}-${key.toLowerCase()}`,
          { ...spec, endpoint: this, deploymentName: key },
          { parent: this },
        ),
      ]),
    );
    this.settings = new EndpointSettings(
      ...transformed<EndpointSettingsArgs>(
        args.transform?.settings,
        `${name}-settings`,
        {
          workspaceId: this.workspace.id,
          endpointName: this.endpointName,
          deployments: args.deployments && names,
          traffic,
          mirrorTraffic,
          authMode,
          publicNetworkAccess,
          tags,
          identity,
          connection: explicitConnection(this),
        },
        {
          parent: this,
          dependsOn: [this.endpoint, ...Object.values(this.deployments).map(({ deployment }) => deployment)],
          deletedWith: this.endpoint,
        },
      ),
    );
    this.scoringUri = this.settings.scoringUri;
    this.swaggerUri = this.settings.swaggerUri;
    this.principalId = this.settings.principalId;
    this.registerOutputs({ id: this.id, scoringUri: this.scoringUri });
  }

  /** The two keys, secret. Read from the service only where the program asks for them; only auth mode `Key` has keys. */
  get keys(): pulumi.Output<EndpointKeys> {
    const keys = listOnlineEndpointKeysOutput(this.address(), { parent: this });
    return pulumi.secret(
      keys.apply(({ primaryKey, secondaryKey }) => ({
        primaryKey: primaryKey ?? "",
        secondaryKey: secondaryKey ?? "",
      })),
    );
  }

  /** A token that expires, secret. Read from the service only where the program asks for it; only for `AMLToken`. */
  get token(): pulumi.Output<string> {
    const token = getOnlineEndpointTokenOutput(this.address(), { parent: this });
    return pulumi.secret(token.apply(({ accessToken }) => accessToken ?? ""));
  }

  /** Names the endpoint to functions that may only run once its settings show. */
  private address() {
    const { workspaceName, resourceGroupName } = this.workspace;
    const endpointName = pulumi.all([this.settings.scoringUri]).apply(() => this.endpointName);
    return { workspaceName, resourceGroupName, endpointName };
  }
}

function endpointFaults(endpointName: string, args: ManagedOnlineEndpointArgs): Fault[] {
  const deployments = Object.entries(args.deployments ?? {});
  const lower = deployments.map(([key]) => key.toLowerCase());
  const twice = deployments.filter(([key], index) => lower.indexOf(key.toLowerCase()) !== index);
  return [
    ...servingNameFaults("endpointName", endpointName),
    ...deployments.flatMap(([key, spec]) => deploymentFaults(`deployments.${key}`, key, spec)),
    ...twice.map(([key]) => ({
      field: `deployments.${key}`,
      rule: "names do not differ by case, and this one is taken",
    })),
    ...(deployments.length > 20
      ? [{ field: "deployments", value: deployments.length, rule: "an endpoint has at most 20 deployments" }]
      : []),
    ...trafficFaults({
      traffic: plainWeights(args.traffic),
      mirrorTraffic: plainWeights(args.mirrorTraffic),
      deployments: args.deployments && lower,
    }),
  ];
}

/** Weights if all of them are plain numbers; those that come later are checked when they do. */
function plainWeights(weights: ManagedOnlineEndpointArgs["traffic"]): Record<string, number> | undefined {
  const entries = Object.entries(now(weights) ?? {}).map(([name, weight]) => [name, now(weight)] as const);
  const plain = entries.filter((entry): entry is readonly [string, number] => entry[1] !== undefined);
  return plain.length === entries.length ? Object.fromEntries(plain) : undefined;
}
