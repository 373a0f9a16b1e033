import type { Plan } from "../rollout/plan";
import type { OnlineDeploymentSpec } from "./deployment-args";
import type { EndpointSettingsArgs } from "./endpoint-settings";
import type { RolloutEndpoint } from "./rollout-endpoint";
import type { Transform } from "./transform";

/** A deployment of a rollout. */
export interface RolloutDeployment extends OnlineDeploymentSpec {
  /** Name of the deployment in its endpoint, for example `blue`. */
  name: string;
}

/** Two deployments of an endpoint, and the way from one to the other. */
export interface BlueGreenRolloutArgs {
  /** The endpoint. It says neither `deployments` nor `traffic` nor `mirrorTraffic` itself. */
  endpoint: RolloutEndpoint;
  /** The deployment that has the traffic. */
  live: RolloutDeployment;
  /** The deployment that is to get it. Left out: there is only the live one. */
  candidate?: RolloutDeployment;
  /** Stages, for example `canary([10, 50])` from `pulumi-azureml/rollout`. Default `canary()`: 5, 25, 50, 100. */
  plan?: Plan;
  /**
   * Name of the stage whose weights the endpoint gets, for example `canary-10`. Left out: weights are held. The first `up`
   * gives the live deployment 100, later ones write none, and deployments go as the endpoint's tag `rollout` says.
   */
  stage?: string;
  /** Seconds that a write of weights may take until it shows. Default 1800. */
  settingsTimeoutSeconds?: number;
  /** Changes a child just before it is registered. */
  transform?: { settings?: Transform<EndpointSettingsArgs> };
}
