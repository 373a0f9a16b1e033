import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../arm/connection";

const texts = [
  "subscriptionId",
  "tenantId",
  "clientId",
  "clientSecret",
  "clientCertificatePath",
  "clientCertificatePassword",
  "environment",
  "oidcToken",
  "oidcTokenFilePath",
  "oidcRequestToken",
  "oidcRequestUrl",
  "msiEndpoint",
] as const;
const flags = ["useOidc", "useMsi"] as const;

/**
 * The sign-in of the explicit azure-native provider that a component was given, as one secret; undefined where it has
 * none, so that the stack's configuration and the environment decide, as they do for azure-native itself.
 */
export function explicitConnection(component: pulumi.ComponentResource): pulumi.Output<ConnectionSettings> | undefined {
  const provider = component.getProvider("azure-native:machinelearningservices:OnlineEndpoint");
  if (!provider) return undefined;
  // A provider's properties are its configuration, flags as the text `true`; its class does not declare them.
  const given = [...texts, ...flags].map((name): [string, unknown] => [name, Reflect.get(provider, name)]);
  return pulumi.secret(
    pulumi
      .output(Object.fromEntries(given))
      .apply((known: Record<string, unknown>) => settingsFrom((name) => known[name]?.toString())),
  );
}

/** The sign-in that the stack's `azure-native:*` configuration says. For use inside the program only: it is not secret. */
export function configuredConnection(): ConnectionSettings {
  const config = new pulumi.Config("azure-native");
  return settingsFrom((name) => config.get(name));
}

/** Absent settings stay absent, so that others can fill them in. */
function settingsFrom(read: (name: string) => string | undefined): ConnectionSettings {
  const settings: ConnectionSettings = {};
  for (const name of texts) {
    const value = read(name);
    if (value) settings[name] = value;
  }
  for (const name of flags) {
    const value = read(name);
    if (value) settings[name] = value === "true";
  }
  return settings;
}
