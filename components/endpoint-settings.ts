import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../arm/connection";
import type { AuthMode, NetworkAccess } from "../arm/endpoint";
import { accountBeside } from "./client-config";
import { endpointSettingsProvider } from "./dynamic-provider";
import type { IdentityArgs } from "./identity-args";

/** What may change about an online endpoint during its life. Whatever is left out stays as it is live. */
export interface EndpointSettingsArgs {
  /** ARM id of the workspace. */
  workspaceId: pulumi.Input<string>;
  /** Name of the endpoint. It has to exist: pass the endpoint in `dependsOn`. */
  endpointName: pulumi.Input<string>;
  /**
   * Names of the deployments that this program declares; weights may name no other. Left out where they are declared
   * elsewhere. Pass the deployments in `dependsOn`, never their ids here.
   */
  deployments?: pulumi.Input<pulumi.Input<string>[]>;
  /**
   * True where another program makes the endpoint: it has to exist, and others may declare deployments of it too.
   * Default false.
   */
  endpointElsewhere?: pulumi.Input<boolean>;
  /** Percent of live traffic by deployment; whole numbers that sum to 100, or to 0 for none. */
  traffic?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** Percent of live traffic that is copied to one deployment without live traffic; at most 50. */
  mirrorTraffic?: pulumi.Input<Record<string, pulumi.Input<number>>>;
  /** How callers prove who they are. */
  authMode?: pulumi.Input<AuthMode>;
  /** Whether the endpoint answers from the public network. */
  publicNetworkAccess?: pulumi.Input<NetworkAccess>;
  /** Tags of the endpoint. Tags that others set are kept. */
  tags?: pulumi.Input<Record<string, pulumi.Input<string>>>;
  /** Identity of the endpoint. */
  identity?: pulumi.Input<IdentityArgs>;
  /** Seconds that a write may take until it shows. Default 1800. */
  timeoutSeconds?: pulumi.Input<number>;
  /** Refuses preview and update with this text, for a program that finds only while it runs that it must not go on. */
  refusal?: pulumi.Input<string>;
  /** Sign-in, where the program uses an explicit azure-native provider. */
  connection?: pulumi.Input<ConnectionSettings>;
}

/**
 * The only writer of what may change about an online endpoint: weights, mirror, auth mode, network access, tags and
 * identity. Each write reads the live endpoint first and repeats everything it does not mean to change. Deleting it
 * changes nothing on the endpoint.
 */
export class EndpointSettings extends pulumi.dynamic.Resource {
  /** URI that scoring requests go to. */
  declare public readonly scoringUri: pulumi.Output<string>;
  /** URI of the OpenAPI document that the scoring script's schema gives. */
  declare public readonly swaggerUri: pulumi.Output<string>;
  /** Object id of the endpoint's system-assigned identity; empty where it has none. */
  declare public readonly principalId: pulumi.Output<string>;
  /** Live weights; undefined where this resource does not manage them. */
  declare public readonly traffic: pulumi.Output<Record<string, number> | undefined>;

  constructor(name: string, args: EndpointSettingsArgs, opts?: pulumi.CustomResourceOptions) {
    const outputs = { scoringUri: undefined, swaggerUri: undefined, principalId: undefined, traffic: undefined };
    // The SDK keeps four promises with a stack trace each for every member, also for one that is undefined.
    const given = Object.fromEntries(Object.entries(args).filter(([, value]) => value !== undefined));
    const inputs = { ...given, account: accountBeside(opts?.parent) };
    super(endpointSettingsProvider, name, { ...outputs, ...inputs }, opts, "azureml", "EndpointSettings");
  }
}
