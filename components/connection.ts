import * as pulumi from "@pulumi/pulumi";
import { type ConnectionSettings, connectionNames, readConnection } from "../arm/connection";

/**
 * The sign-in of the explicit azure-native provider that a component was given, as one secret; undefined where it has
 * none, so that the stack's configuration and the environment decide, as they do for azure-native itself.
 */
export function explicitConnection(component: pulumi.ComponentResource): pulumi.Output<ConnectionSettings> | undefined {
  const provider = component.getProvider("azure-native:machinelearningservices:OnlineEndpoint");
  if (!provider) return undefined;
  // A provider's properties are its configuration, flags as the text `true`; its class does not declare them.
  const given = connectionNames.map((name): [string, unknown] => [name, Reflect.get(provider, name)]);
  return pulumi.secret(
    pulumi
      .output(Object.fromEntries(given))
      .apply((known: Record<string, unknown>) => readConnection((name) => known[name]?.toString())),
  );
}

/** The sign-in that the stack's `azure-native:*` configuration says. For use inside the program only: it is not secret. */
export function configuredConnection(): ConnectionSettings {
  const config = new pulumi.Config("azure-native");
  return readConnection((name) => config.get(name));
}
