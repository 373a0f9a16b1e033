import type { ConnectionSettings } from "../arm/connection";

type Name = keyof ConnectionSettings;

const flags = ["useOidc", "useMsi"] as const satisfies Name[];
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
] as const satisfies Name[];

/** Environment variables of each setting, first match first: azure-native's, then those of GitHub and Azure DevOps. */
const variables: Record<Name, readonly string[]> = {
  subscriptionId: ["ARM_SUBSCRIPTION_ID"],
  tenantId: ["ARM_TENANT_ID"],
  clientId: ["ARM_CLIENT_ID"],
  clientSecret: ["ARM_CLIENT_SECRET"],
  clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
  clientCertificatePassword: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
  environment: ["ARM_ENVIRONMENT", "AZURE_ENVIRONMENT"],
  useOidc: ["ARM_USE_OIDC"],
  oidcToken: ["ARM_OIDC_TOKEN"],
  oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
  oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"],
  oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"],
  useMsi: ["ARM_USE_MSI"],
  msiEndpoint: ["ARM_MSI_ENDPOINT"],
};

/** The settings that `read` knows by their names; empty ones count as absent. */
export function readSettings(read: (name: Name) => string | undefined): ConnectionSettings {
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

/** The settings in the environment's variables. */
export function environmentSettings(env: NodeJS.ProcessEnv): ConnectionSettings {
  return readSettings((name) => variables[name].map((variable) => env[variable]).find(Boolean));
}
