import * as pulumi from "@pulumi/pulumi";
import { plan as checkedPlan } from "../rollout/plan";
import { canary } from "../rollout/strategies";
import { check } from "./check";
import { explicitConnection } from "./connection";
import { trafficWatch } from "./endpoint-guard";
import { EndpointSettings, type EndpointSettingsArgs } from "./endpoint-settings";
import { declareDeployments, type OnlineDeployment } from "./online-deployment";
import type { BlueGreenRolloutArgs } from "./rollout-args";
import { rolloutIntent, type RolloutIntent } from "./rollout-content";
import { declarationAt, heldDeclaration, refusedBy, type RolloutDeclaration } from "./rollout-declaration";
import { rolloutFaults } from "./rollout-faults";
import { transformed } from "./transform";

/**
 * The deployments of an endpoint and their traffic, on the way from one release to the next. With a `stage` the endpoint
 * gets that stage's weights. Without one Pulumi writes no weights once there are any: somebody else moves them, keeps where
 * the rollout is in the endpoint's tag `rollout`, and every `up` declares what fits that. By default it is a child of its
 * endpoint.
 *
 * @example
 * const endpoint = new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key" });
 * new BlueGreenRollout("fraud", {
 *   endpoint,
 *   live: { name: "blue", model: v1, instanceType: "Standard_DS3_v2", instanceCount: 3 },
 *   candidate: { name: "green", model: v2, instanceType: "Standard_DS3_v2", instanceCount: 3 },
 *   plan: canary([10, 50]),
 *   stage: "canary-10",
 * });
 */
export class BlueGreenRollout extends pulumi.ComponentResource {
  /** ARM id of the endpoint. */
  public readonly endpointId: pulumi.Output<string>;
  /** URI that scoring requests go to. */
  public readonly scoringUri: pulumi.Output<string>;
  /** What the program says of the rollout, as plain data. */
  public readonly intent: pulumi.Output<RolloutIntent>;
  /** ARM ids of the deployments that are declared now, by name. */
  public readonly deploymentIds: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: BlueGreenRolloutArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:BlueGreenRollout", name, {}, { parent: args.endpoint, ...opts });
    const subject = `BlueGreenRollout ${name}`;
    const { endpoint, live, candidate, stage } = args;
    const given = args.plan ?? canary();
    check(this, subject, rolloutFaults({ ...args, plan: given }));
    const plan = checkedPlan(given);
    const parts = { plan, live, candidate };

    this.intent = rolloutIntent(plan, args);
    // Where weights are held, deployments and weights are registered once the endpoint has been read, and nothing else in
    // this package waits for a read: only so can an `up` know that a deployment is to stay away. The read is a promise and
    // always known, so previews are complete.
    const declaration =
      stage === undefined
        ? heldDeclaration(this, subject, endpoint, parts).catch(refusedBy)
        : declarationAt(stage, parts);
    const made = next(declaration, (declared) => register(this, name, args, declared));
    this.scoringUri = pulumi.output(next(made, ({ settings }) => settings.scoringUri));
    this.deploymentIds = pulumi.output(next(made, ({ deployments }) => idsOf(deployments)));
    this.endpointId = endpoint.id;
    const { endpointId, intent, scoringUri } = this;
    this.registerOutputs({ endpointId, endpointName: endpoint.endpointName, scoringUri, intent });
  }
}

/**
 * Registers deployments as the endpoint's children, and after them the writer of weights. A refusal is the writer's too: an
 * error thrown here would end the program, and an engine that a program embeds would take that for its regular end and
 * delete what was not declared.
 */
function register(
  rollout: BlueGreenRollout,
  rolloutName: string,
  { endpoint, settingsTimeoutSeconds, transform }: BlueGreenRolloutArgs,
  declared: RolloutDeclaration,
): { deployments: OnlineDeployment[]; settings: EndpointSettings } {
  const { refusal, weights } = declared;
  const deployments = Object.values(declareDeployments(endpoint.logicalName, endpoint, declared.deployments));
  const name = `${rolloutName}-settings`;
  const settings = new EndpointSettings(
    ...transformed<EndpointSettingsArgs>(
      transform?.settings,
      name,
      {
        workspaceId: endpoint.workspace.id,
        endpointName: endpoint.endpointName,
        endpointElsewhere: endpoint.endpoint ? undefined : true,
        deployments: deployments.map(({ deploymentName }) => deploymentName),
        ...weights,
        refusal,
        timeoutSeconds: settingsTimeoutSeconds,
        connection: explicitConnection(endpoint),
      },
      {
        parent: rollout,
        dependsOn: refusal === undefined ? [endpoint.settings, ...deployments.map(({ deployment }) => deployment)] : [],
        deletedWith: endpoint.endpoint,
        hooks: endpoint.guards && trafficWatch({ name, parent: rollout }, endpoint.guards.watch),
      },
    ),
  );
  return { deployments, settings };
}

/** Goes on with a value at once where it is there, and after it where it is promised: what is plain stays plain. */
function next<T, U>(value: T | Promise<T>, shape: (value: T) => U): U | Promise<U> {
  return value instanceof Promise ? value.then(shape) : shape(value);
}

function idsOf(deployments: readonly OnlineDeployment[]): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(deployments.map(({ deploymentName, id }) => [deploymentName, id]));
}
