import * as pulumi from "@pulumi/pulumi";
import { type ConnectionSettings, connectionNames, readConnection } from "../arm/connection";
import { valueOrUnknown } from "./late-values";

/**
 * The sign-in of the explicit azure-native provider that a component was given, as one secret; undefined where it has
 * none, so that the stack's configuration and the environment decide, as they do for azure-native itself.
 */
export function explicitConnection(component: pulumi.ComponentResource): pulumi.Output<ConnectionSettings> | undefined {
  const provider = component.getProvider("azure-native:machinelearningservices:OnlineEndpoint");
  if (!provider) return undefined;
  const settings = Promise.all(connectionNames.map(async (name) => [name, await setting(provider, name)] as const));
  return pulumi.secret(
    // With the URN the settings depend on the provider, as its own outputs would.
    pulumi.all([pulumi.output(settings), provider.urn]).apply(([given]) => {
      const known = new Map<string, unknown>(given);
      return readConnection((name) => known.get(name)?.toString());
    }),
  );
}

/**
 * A setting of a provider, whose properties are its configuration, flags as the text `true`; its class does not declare
 * them. In a preview the SDK holds every setting that the program leaves out for unknown, and no sign-in would be known
 * before the update: but only what is to be known later stands for a value, and what is left out for none.
 */
async function setting(provider: pulumi.ProviderResource, name: string): Promise<unknown> {
  const output: unknown = Reflect.get(provider, name);
  return pulumi.Output.isInstance(output) ? valueOrUnknown(output) : output;
}

/** The sign-in that the stack's `azure-native:*` configuration says. For use inside the program only: it is not secret. */
export function configuredConnection(): ConnectionSettings {
  const config = new pulumi.Config("azure-native");
  return readConnection((name) => config.get(name));
}
