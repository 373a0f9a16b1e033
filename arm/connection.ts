/**
 * How to reach and sign in to Azure, in the words of the azure-native provider's configuration. Whatever is absent is
 * looked for in `ARM_*` variables.
 */
export interface ConnectionSettings {
  subscriptionId?: string;
  tenantId?: string;
  clientId?: string;
  clientSecret?: string;
  clientCertificatePath?: string;
  clientCertificatePassword?: string;
  /** `public`, `usgovernment` or `china`. */
  environment?: string;
  useOidc?: boolean;
  /** Audience that is asked of the foreign token. Default `api://AzureADTokenExchange`. */
  oidcAudience?: string;
  oidcToken?: string;
  oidcTokenFilePath?: string;
  oidcRequestToken?: string;
  oidcRequestUrl?: string;
  useMsi?: boolean;
  /** Tries what the environment has, in the order of `DefaultAzureCredential`. */
  useDefaultAzureCredential?: boolean;
}

const texts = [
  "subscriptionId",
  "tenantId",
  "clientId",
  "clientSecret",
  "clientCertificatePath",
  "clientCertificatePassword",
  "environment",
  "oidcAudience",
  "oidcToken",
  "oidcTokenFilePath",
  "oidcRequestToken",
  "oidcRequestUrl",
] as const;
const flags = ["useOidc", "useMsi", "useDefaultAzureCredential"] as const;

/** Names of all settings. */
export const connectionNames: readonly (keyof ConnectionSettings)[] = [...texts, ...flags];

/**
 * The settings that `read` knows by their names. Empty ones count as absent, so that other places can fill them in. A flag
 * is on if it says `true` and nothing else, as azure-native reads it: with `1` both have to sign in by the next way.
 */
export function readConnection(read: (name: keyof ConnectionSettings) => string | undefined): ConnectionSettings {
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
