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
import { declarationAt, heldDeclaration } from "./rollout-declaration";
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
  /** The writer of weights. Whatever comes after it comes after the deployments. */
  public readonly settings: EndpointSettings;

  constructor(name: string, args: BlueGreenRolloutArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:BlueGreenRollout", name, {}, { parent: args.endpoint, ...opts });
    const subject = `BlueGreenRollout ${name}`;
    const { endpoint, live, candidate, stage } = args;
    const given = args.plan ?? canary();
    check(this, subject, rolloutFaults({ ...args, plan: given }));
    const plan = checkedPlan(given);
    const parts = { plan, live, candidate };

    this.intent = rolloutIntent(plan, live, candidate);
    const declaration =
      stage === undefined ? heldDeclaration(this, subject, endpoint, parts) : declarationAt(stage, parts);
    // Held deployments are registered once the endpoint has been read, and nothing else in this package waits for a read:
    // only so can an `up` know that a deployment is to stay away. The read is always known, so previews are complete.
    const deployments = next(declaration, (declared) =>
      declareDeployments(endpoint.logicalName, endpoint, declared.deployments),
    );
    const weights = next(declaration, (declared) => declared.weights);
    this.settings = new EndpointSettings(
      ...transformed<EndpointSettingsArgs>(
        args.transform?.settings,
        `${name}-settings`,
        {
          workspaceId: endpoint.workspace.id,
          endpointName: endpoint.endpointName,
          endpointElsewhere: endpoint.endpoint ? undefined : true,
          deployments: next(deployments, (declared) => Object.values(declared).map(nameOf)),
          traffic: next(weights, (written) => written?.traffic),
          mirrorTraffic: next(weights, (written) => written?.mirrorTraffic),
          timeoutSeconds: args.settingsTimeoutSeconds,
          connection: explicitConnection(endpoint),
        },
        {
          parent: this,
          dependsOn: next(deployments, (declared) => [endpoint.settings, ...Object.values(declared).map(resourceOf)]),
          deletedWith: endpoint.endpoint,
          hooks: endpoint.guards && trafficWatch({ name: `${name}-settings`, parent: this }, endpoint.guards.watch),
        },
      ),
    );
    this.scoringUri = this.settings.scoringUri;
    this.endpointId = endpoint.id;
    this.deploymentIds = pulumi.output(next(deployments, idsOf));
    const { endpointId, intent, scoringUri } = this;
    this.registerOutputs({ endpointId, endpointName: endpoint.endpointName, scoringUri, intent });
  }
}

/** Goes on with a value at once where it is there, and after it where it is promised: what is plain stays plain. */
function next<T, U>(value: T | Promise<T>, shape: (value: T) => U): U | Promise<U> {
  return value instanceof Promise ? value.then(shape) : shape(value);
}

const nameOf = ({ deploymentName }: OnlineDeployment): string => deploymentName;
const resourceOf = ({ deployment }: OnlineDeployment): pulumi.Resource => deployment;

function idsOf(deployments: Readonly<Record<string, OnlineDeployment>>): Record<string, pulumi.Output<string>> {
  return Object.fromEntries(Object.values(deployments).map(({ deploymentName, id }) => [deploymentName, id]));
}
