import { AutoscaleSetting } from "@pulumi/azure-native/monitor";
import * as pulumi from "@pulumi/pulumi";
import { autoscaleFaults } from "../arm/autoscale-faults";
import { autoscaleProfiles } from "../arm/autoscale-profiles";
import type { Fault } from "../arm/fault";
import type { AutoscaleArgs, AutoscaleSettingResource, AutoscaleSpec } from "./autoscale-args";
import { armNotifications, notificationFaults } from "./autoscale-notifications";
import { check } from "./check";
import { deploymentPlace, awaitsAutoscale } from "./deployment-place";
import { transformed } from "./transform";

/**
 * Azure Monitor's autoscale of a managed deployment: more instances while a metric is above a bound, fewer while all are
 * below theirs, and other ranges at other times. A deployment that is declared in the same program has it as its own
 * `autoscale`; this is for one that says `autoscaled: true`, or that lives elsewhere.
 *
 * @example
 * new Autoscale("fraud-blue", {
 *   deployment: endpoint.deployments.blue,
 *   minInstances: 2,
 *   maxInstances: 10,
 *   scaleOut: [{ metric: "cpu", above: 70, add: 2 }],
 *   scaleIn: [{ metric: "cpu", below: 25 }],
 * });
 */
export class Autoscale extends pulumi.ComponentResource {
  /** ARM id of the autoscale setting. */
  public readonly id: pulumi.Output<string>;
  /** The autoscale setting. */
  public readonly setting: pulumi.CustomResource;

  constructor(name: string, args: AutoscaleArgs, opts?: pulumi.ComponentResourceOptions) {
    super("azureml:index:Autoscale", name, {}, opts);
    const { deployment, tags } = args;
    check(this, `Autoscale ${name}`, [...targetFaults(deployment), ...specFaults("autoscale", args)]);

    const place = deploymentPlace(this, deployment);
    const { id, endpointId, endpointName, deploymentName, resource } = place;
    const settingName = args.settingName ?? pulumi.interpolate`${endpointName}-${deploymentName}-autoscale`;
    this.setting = new AutoscaleSetting(
      ...transformed<AutoscaleSettingResource>(
        args.transform?.setting,
        `${name}-setting`,
        {
          resourceGroupName: place.workspace.resourceGroupName,
          autoscaleSettingName: settingName,
          name: settingName,
          location: place.workspace.location,
          targetResourceUri: id,
          enabled: args.enabled ?? true,
          profiles: autoscaleProfiles(args, { endpointId, deploymentId: id, deploymentName }),
          notifications: armNotifications(args.notifications),
          ...(tags === undefined ? {} : { tags }),
        },
        { parent: this, dependsOn: resource ? [resource] : [], deleteBeforeReplace: true },
      ),
    );
    this.id = this.setting.id;
    this.registerOutputs({ id: this.id });
  }
}

/** Every rule that autoscale breaks, as far as its values are known. `field` is where it stands in the arguments. */
export function specFaults(field: string, spec: AutoscaleSpec): Fault[] {
  return [...autoscaleFaults(field, spec), ...notificationFaults(`${field}.notifications`, spec.notifications)];
}

function targetFaults(deployment: AutoscaleArgs["deployment"]): Fault[] {
  return awaitsAutoscale(deployment)
    ? []
    : [
        {
          field: "deployment",
          rule: "the deployment writes its number of instances itself, or has an `autoscale` of its own",
          fix: "give the deployment `autoscaled: true`, or give these rules as its `autoscale` instead",
        },
      ];
}
