import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../arm/connection";
import { accountBeside } from "./client-config";
import { batchDefaultProvider } from "./dynamic-provider";

/** What may change about a batch endpoint during its life. Whatever is left out stays as it is live. */
export interface BatchDefaultArgs {
  /** ARM id of the workspace. */
  workspaceId: pulumi.Input<string>;
  /** Name of the endpoint. It has to exist: pass the endpoint in `dependsOn`. */
  endpointName: pulumi.Input<string>;
  /**
   * Names of the deployments that this program declares; the default may be no other. Left out where they are declared
   * elsewhere. Pass the deployments in `dependsOn`, never their ids here.
   */
  deployments?: pulumi.Input<pulumi.Input<string>[]>;
  /** The deployment that gets the jobs that ask for none. It has to be there and ready when this is written. */
  defaultDeployment?: pulumi.Input<string>;
  /** Tags of the endpoint. Tags that others set are kept. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Seconds that a write may take until it shows. Default 1800. */
  timeoutSeconds?: pulumi.Input<number>;
  /** Sign-in, where the program uses an explicit azure-native provider. */
  connection?: pulumi.Input<ConnectionSettings>;
}

/**
 * The only writer of what may change about a batch endpoint: which deployment is its default, and tags. Each write reads the
 * live endpoint first and repeats everything it does not mean to change. Deleting it changes nothing on the endpoint.
 */
export class BatchDefault extends pulumi.dynamic.Resource {
  /** URI that jobs are sent to. */
  declare public readonly scoringUri: pulumi.Output<string>;
  /** The live default; undefined where this resource does not manage it. */
  declare public readonly defaultDeployment: pulumi.Output<string | undefined>;

  constructor(name: string, args: BatchDefaultArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = { scoringUri: undefined, defaultDeployment: undefined };
    // The SDK keeps four promises with a stack trace each for every member, also for one that is undefined.
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    const inputs = { ...given, account: accountBeside(opts?.parent) };
    super(batchDefaultProvider, name, { ...outputs, ...inputs }, opts, "azureml", "BatchDefault");
  }
}
