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
  oidcToken?: string;
  oidcTokenFilePath?: string;
  oidcRequestToken?: string;
  oidcRequestUrl?: string;
  useMsi?: boolean;
}

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
] as const;
const flags = ["useOidc", "useMsi"] as const;

/** Names of all settings. */
export const connectionNames: readonly (keyof ConnectionSettings)[] = [...texts, ...flags];

/** The settings that `read` knows by their names. Empty ones count as absent, so that other places can fill them in. */
export function readConnection(read: (name: keyof ConnectionSettings) => string | undefined): ConnectionSettings {
  const settings: ConnectionSettings = {};
  for (const name of texts) {
    const value = read(name);
    if (value) settings[name] = value;
  }
  for (const name of flags) {
    const value = read(name);
    if (value) settings[name] = value.toLowerCase() === "true" || value === "1";
  }
  return settings;
}
