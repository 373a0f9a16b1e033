import * as pulumi from "@pulumi/pulumi";
import type { ConnectionSettings } from "../arm/connection";

const members: readonly (keyof ConnectionSettings)[] = [
  "subscriptionId",
  "tenantId",
  "clientId",
  "clientSecret",
  "clientCertificatePath",
  "clientCertificatePassword",
  "environment",
  "useOidc",
  "oidcToken",
  "oidcTokenFilePath",
  "oidcRequestToken",
  "oidcRequestUrl",
  "useMsi",
  "msiEndpoint",
];

/**
 * The sign-in of the explicit azure-native provider that a component was given, as one secret; undefined where it has
 * none, so that the stack's configuration and the environment decide, as they do for azure-native itself.
 */
export function explicitConnection(component: pulumi.ComponentResource): pulumi.Output<ConnectionSettings> | undefined {
  const provider = component.getProvider("azure-native:machinelearningservices:OnlineEndpoint");
  if (!provider) return undefined;
  const given = members.map((member): [string, unknown] => [member, Reflect.get(provider, member)]);
  const known = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  return pulumi.secret(pulumi.output(known));
}
