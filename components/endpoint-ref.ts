import * as pulumi from "@pulumi/pulumi";
import type { EndpointConnection } from "../arm/endpoint-connection";
import { settingsTimeoutFaults } from "../arm/endpoint-settings-faults";
import { trafficFaults } from "../arm/traffic";
import { check, now } from "./check";
import { explicitConnection } from "./connection";
import type { OnlineDeploymentSpec } from "./deployment-args";
import type { EndpointGuards } from "./deployment-guard";
import { type ConnectionOptions, endpointConnection, liveAuthMode } from "./endpoint-connection";
import { deploymentSetFaults, plainWeights } from "./endpoint-faults";
import { trafficWatch } from "./endpoint-guard";
import { EndpointSettings, type EndpointSettingsArgs } from "./endpoint-settings";
import { after, gate } from "./gate";
import { ChangeWatch, type MixedChanges } from "./mixed-changes";
import { declaredHere } from "./rollout-endpoint";
import { declareDeployments, type EndpointParts, type OnlineDeployment } from "./online-deployment";
import { transformed, type Transform } from "./transform";
import { resolveWorkspace, type WorkspaceParts, type WorkspaceRef } from "./workspace-ref";

/** An endpoint that another stack, or another tool, made; with the deployments that this program adds to it. */
export interface EndpointRefArgs {
  /** Workspace that the endpoint belongs to. */
  workspace: WorkspaceRef;
  /** Name of the endpoint. It has to exist. */
  endpointName: pulumi.Input<string>;
  /** Deployments that this program declares, by name. Others may declare more. */
  deployments?: Record<string, OnlineDeploymentSpec>;
  /**
   * Percent of live traffic by deployment, of this program or not; whole numbers that sum to 100, or to 0 for none. Left
   * out: weights are not touched. One program of all should say it.
   */
  traffic?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** Percent of live traffic copied to one deployment that has none, at most 50. Left out: not touched. */
  mirrorTraffic?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** What happens where one update changes several aspects of what exists. Default `allow`. */
  mixedChanges?: MixedChanges;
  /** Seconds that a write of weights may take until it shows. Default 1800. */
  settingsTimeoutSeconds?: number;
  /** Changes a child just before it is registered. */
  transform?: { settings?: Transform<EndpointSettingsArgs> };
}

/**
 * A managed online endpoint that lives elsewhere: in another stack, or made by hand. Deployments and weights may live in
 * this program; the endpoint itself is never created, changed in another way, or deleted.
 *
 * @example
 * const fraud = new EndpointRef("fraud", {
 *   workspace,
 *   endpointName: platform.requireOutput("endpointName"),
 *   deployments: { green: { model, environment, code, scoringScript: "score.py", instanceType, instanceCount: 3 } },
 *   traffic: { blue: 90, green: 10 }, // blue is declared by another stack
 * });
 */
export class EndpointRef extends pulumi.ComponentResource implements EndpointParts {
  /** ARM id. */
  public readonly id: pulumi.Output<string>;
  public readonly endpointName: pulumi.Output<string>;
  /** URI that scoring requests go to. */
  public readonly scoringUri: pulumi.Output<string>;
  public readonly workspace: WorkspaceParts;
  /** The deployments of this program by name. */
  public readonly deployments: Readonly<Record<string, OnlineDeployment>>;
  /** The writer of weights. */
  public readonly settings: EndpointSettings;
  /** What the guards of its deployments share. */
  public readonly guards: EndpointGuards;
  /** Name of the component; its deployments are called `<name>-<deployment>`. */
  public readonly logicalName: string;
  /** Which of the arguments that a rollout gives instead were given here. */
  public readonly declares: readonly string[];

  constructor(name: string, args: EndpointRefArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:EndpointRef", name, {}, opts);
    const subject = `EndpointRef ${name}`;
    this.logicalName = name;
    this.declares = declaredHere(args);
    const { traffic, mirrorTraffic } = args;
    check(this, subject, [
      ...deploymentSetFaults(now(args.endpointName), args.deployments),
      ...settingsTimeoutFaults("settingsTimeoutSeconds", args.settingsTimeoutSeconds),
      ...trafficFaults({ traffic: plainWeights(traffic), mirrorTraffic: plainWeights(mirrorTraffic) }),
    ]);
    const checked = gate({ component: this, name, subject }, { traffic, mirrorTraffic }, trafficFaults);

    this.workspace = resolveWorkspace(this, args.workspace);
    this.endpointName = pulumi.output(args.endpointName).apply((given) => given.toLowerCase());
    const watch = new ChangeWatch(this, subject, args.mixedChanges ?? "allow");
    this.guards = { isNew: () => false, watch };
    this.deployments = declareDeployments(name, this, args.deployments);
    const deployments = Object.values(this.deployments);
    this.settings = new EndpointSettings(
      ...transformed<EndpointSettingsArgs>(
        args.transform?.settings,
        `${name}-settings`,
        {
          workspaceId: this.workspace.id,
          endpointName: this.endpointName,
          endpointElsewhere: true,
          deployments: deployments.map(({ deploymentName }) => deploymentName),
          traffic,
          mirrorTraffic,
          timeoutSeconds: args.settingsTimeoutSeconds,
          connection: explicitConnection(this),
        },
        {
          parent: this,
          dependsOn: after(checked, ...deployments.map(({ deployment }) => deployment)),
          hooks: trafficWatch({ name: `${name}-settings`, parent: this }, watch),
        },
      ),
    );
    this.scoringUri = this.settings.scoringUri;
    this.id = pulumi.interpolate`${this.workspace.id}/onlineEndpoints/${this.endpointName}`;
    this.registerOutputs({ id: this.id, scoringUri: this.scoringUri });
  }
  /**
   * What an app needs to ask this endpoint; as JSON one environment variable, which `ScoringClient.fromConnection` reads. A
   * secret where it is asked for with keys. Auth mode and keys are read from the service only where the program asks.
   */
  connection(options: ConnectionOptions = {}): pulumi.Output<EndpointConnection> {
    const { id, endpointName, scoringUri, workspace } = this;
    const connectable = { component: this, id, endpointName, scoringUri, workspace };
    return endpointConnection(connectable, liveAuthMode(connectable), options);
  }
}
