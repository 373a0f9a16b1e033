import { getOnlineEndpointTokenOutput, OnlineEndpoint } from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";
import type { AuthMode } from "../arm/endpoint";
import type { EndpointConnection } from "../arm/endpoint-connection";
import { trafficFaults } from "../arm/traffic";
import { check } from "./check";
import { CollectorRoles } from "./collector-roles";
import { explicitConnection } from "./connection";
import type { EndpointGuards } from "./deployment-guard";
import type { EndpointKeys, ManagedOnlineEndpointArgs, OnlineEndpointResource } from "./endpoint-args";
import {
  address,
  type Connectable,
  type ConnectionOptions,
  endpointConnection,
  endpointKeys,
} from "./endpoint-connection";
import { endpointFaults } from "./endpoint-faults";
import { changedElsewhere, endpointGuard, trafficWatch } from "./endpoint-guard";
import { EndpointSettings, type EndpointSettingsArgs } from "./endpoint-settings";
import { after, gate } from "./gate";
import { together } from "./hook";
import { ChangeWatch } from "./mixed-changes";
import { declaredHere } from "./rollout-endpoint";
import { declareDeployments, type EndpointParts, type OnlineDeployment } from "./online-deployment";
import { explainTakenName } from "./taken-name";
import { transformed } from "./transform";
import { resolveWorkspace, type WorkspaceParts } from "./workspace-ref";

/** What the service gives the identity a role for. Source: "Secret injection in online endpoints". */
const readsConnectionSecrets = { enforce_access_to_default_secret_stores: "enabled" };

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
  /** What the guards of its deployments share. */
  public readonly guards: EndpointGuards;
  /** By which roles its deployments write collected data. */
  public readonly collectorRoles: CollectorRoles;
  /** Name of the component; its deployments are called `<name>-<deployment>`. */
  public readonly logicalName: string;
  /** Which of the arguments that a rollout gives instead were given here. */
  public readonly declares: readonly string[];
  private readonly authMode: pulumi.Input<AuthMode>;

  constructor(name: string, args: ManagedOnlineEndpointArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:ManagedOnlineEndpoint", name, {}, opts);
    const { authMode, publicNetworkAccess, identity, tags } = args;
    const subject = `ManagedOnlineEndpoint ${name}`;
    this.logicalName = name;
    this.declares = declaredHere(args);
    this.authMode = authMode;
    this.endpointName = (args.endpointName ?? `${name}-${pulumi.getStack()}`).toLowerCase();
    check(this, subject, endpointFaults(this.endpointName, args));
    const names = Object.keys(args.deployments ?? {}).map((key) => key.toLowerCase());
    const { traffic, mirrorTraffic, timeouts } = args;
    const checked = gate({ component: this, name, subject }, { traffic, mirrorTraffic }, (weights) =>
      trafficFaults({ ...weights, deployments: args.deployments && names }),
    );

    this.workspace = resolveWorkspace(this, args.workspace);
    const { workspaceName, resourceGroupName, location } = this.workspace;
    const connection = explicitConnection(this);
    let beingMade = false;
    const watch = new ChangeWatch(this, subject, args.mixedChanges ?? "allow");
    this.guards = { isNew: () => beingMade, watch };
    const guarded = { workspaceId: this.workspace.id, endpointName: this.endpointName, connection };
    const child = { name: `${name}-endpoint`, parent: this };
    const made = new OnlineEndpoint(
      ...transformed<OnlineEndpointResource>(
        args.transform?.endpoint,
        child.name,
        {
          workspaceName,
          resourceGroupName,
          endpointName: this.endpointName,
          location,
          identity: identity ?? { type: "SystemAssigned" },
          ...(tags === undefined ? {} : { tags }),
          properties: {
            authMode,
            publicNetworkAccess: publicNetworkAccess ?? "Enabled",
            ...(args.description === undefined ? {} : { description: args.description }),
            ...(args.readsConnectionSecrets === true ? { properties: readsConnectionSecrets } : {}),
          },
        },
        {
          parent: this,
          dependsOn: after(checked),
          deleteBeforeReplace: false,
          ignoreChanges: changedElsewhere,
          import: args.import,
          customTimeouts: { create: timeouts?.create ?? "30m", delete: timeouts?.delete ?? "1h" },
          hooks: together(
            endpointGuard(child, guarded, () => (beingMade = true)),
            explainTakenName(child, this.endpointName),
          ),
        },
      ),
    );
    this.endpoint = made;
    this.id = made.id;
    // The settings know the identity as it is, but come after the deployments, which need its roles.
    this.collectorRoles = new CollectorRoles(
      name,
      this,
      made.identity.apply((granted) => granted?.principalId ?? ""),
    );
    this.deployments = declareDeployments(name, this, args.deployments);
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
          timeoutSeconds: timeouts?.settingsSeconds,
          connection,
        },
        {
          parent: this,
          dependsOn: [this.endpoint, ...Object.values(this.deployments).map(({ deployment }) => deployment)],
          deletedWith: this.endpoint,
          hooks: trafficWatch({ name: `${name}-settings`, parent: this }, watch),
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
    return endpointKeys(this.connectable());
  }

  /** A token that expires, secret. Read from the service only where the program asks for it; only for `AMLToken`. */
  get token(): pulumi.Output<string> {
    const token = getOnlineEndpointTokenOutput(address(this.connectable()), { parent: this });
    return pulumi.secret(token.apply(({ accessToken }) => accessToken ?? ""));
  }

  /**
   * What an app needs to ask this endpoint; as JSON one environment variable, which `ScoringClient.fromConnection` reads. A
   * secret where it is asked for with keys, and the keys are read from the service only then.
   *
   * @example
   * const connection = pulumi.jsonStringify(endpoint.connection({ with: "keys" }));
   */
  connection(options: ConnectionOptions = {}): pulumi.Output<EndpointConnection> {
    return endpointConnection(this.connectable(), this.authMode, options);
  }

  private connectable(): Connectable {
    const { id, endpointName, scoringUri, workspace } = this;
    return { component: this, id, endpointName, scoringUri, workspace };
  }
}
