import type * as pulumi from "@pulumi/pulumi";
import type { AutoscaleRules, ScaleNotification } from "../arm/autoscale";
import type { ArmAutoscaleProfile } from "../arm/autoscale-profiles";
import type { OnlineDeployment } from "./online-deployment";
import type { Transform } from "./transform";

/** When Azure Monitor gives a managed deployment more instances, and when fewer. */
export interface AutoscaleSpec extends AutoscaleRules {
  /** Whom Azure Monitor tells of each change of the number. Default: nobody. */
  notifications?: ScaleNotification<pulumi.Input<string>>[];
  /** Name of the autoscale setting in the workspace's resource group. Default `<endpoint>-<deployment>-autoscale`. */
  settingName?: pulumi.Input<string>;
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Changes the autoscale setting just before it is registered. */
  transform?: { setting?: Transform<AutoscaleSettingResource> };
}

/** Autoscale of a deployment that says `autoscaled: true`, or that lives elsewhere. */
export interface AutoscaleArgs extends AutoscaleSpec {
  /** An `OnlineDeployment`, or the ARM id of a deployment. */
  deployment: OnlineDeployment | pulumi.Input<string>;
}

/** The autoscale setting's arguments, as a transform sees them. Durations are ISO 8601. */
export interface AutoscaleSettingResource {
  resourceGroupName: pulumi.Input<string>;
  autoscaleSettingName: pulumi.Input<string>;
  name: pulumi.Input<string>;
  location: pulumi.Input<string>;
  targetResourceUri: pulumi.Input<string>;
  enabled: boolean;
  profiles: ArmAutoscaleProfile<pulumi.Input<string>>[];
  notifications: {
    operation: "Scale";
    email?: {
      customEmails: pulumi.Input<string>[];
      sendToSubscriptionAdministrator: boolean;
      sendToSubscriptionCoAdministrators: boolean;
    };
    webhooks: { serviceUri: pulumi.Input<string>; properties: Record<string, string> }[];
  }[];
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
}
