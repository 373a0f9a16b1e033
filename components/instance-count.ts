import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../arm/connection";
import { accountBeside } from "./client-config";
import { instanceCountProvider } from "./dynamic-provider";

/** A deployment whose number of instances somebody else moves. */
export interface InstanceCountArgs {
  /** ARM id of the workspace. */
  workspaceId: pulumi.Input<string>;
  endpointName: pulumi.Input<string>;
  deploymentName: pulumi.Input<string>;
  /** Instances that it is made with. */
  initial: pulumi.Input<number>;
  /** Digest of all else that is declared of it. */
  declared: pulumi.Input<string>;
  /** Sign-in, where the program uses an explicit azure-native provider. */
  connection?: pulumi.Input<ConnectionSettings>;
}

/**
 * The number of instances that an autoscaled deployment is sent with. A `PUT` of a deployment says its number, whatever the
 * `PUT` is about, and `ignoreChanges` says the last recorded one. This says the recorded one while nothing else of the
 * deployment changes, and the live one with any change. It writes nothing, and deleting it changes nothing.
 */
export class InstanceCount extends pulumi.dynamic.Resource {
  /** The number. */
  declare public readonly instances: pulumi.Output<number>;

  constructor(name: string, args: InstanceCountArgs, opts?: pulumi.CustomResourceOptions) {
    // The SDK keeps four promises with a stack trace each for every member, also for one that is undefined.
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    const inputs = { instances: undefined, ...given, account: accountBeside(opts?.parent) };
    super(instanceCountProvider, name, inputs, opts, "azureml", "InstanceCount");
  }
}
