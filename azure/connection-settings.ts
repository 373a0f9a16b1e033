import { type ConnectionSettings, readConnection } from "../arm/connection";

/** Environment variables of each setting, first match first: azure-native's, then those of GitHub and Azure DevOps. */
const variables: Record<keyof ConnectionSettings, readonly string[]> = {
  subscriptionId: ["ARM_SUBSCRIPTION_ID"],
  tenantId: ["ARM_TENANT_ID"],
  clientId: ["ARM_CLIENT_ID"],
  clientSecret: ["ARM_CLIENT_SECRET"],
  clientCertificatePath: ["ARM_CLIENT_CERTIFICATE_PATH"],
  clientCertificatePassword: ["ARM_CLIENT_CERTIFICATE_PASSWORD"],
  environment: ["ARM_ENVIRONMENT", "AZURE_ENVIRONMENT"],
  useOidc: ["ARM_USE_OIDC"],
  oidcAudience: ["ARM_OIDC_AUDIENCE"],
  oidcToken: ["ARM_OIDC_TOKEN"],
  oidcTokenFilePath: ["ARM_OIDC_TOKEN_FILE_PATH"],
  oidcRequestToken: ["ARM_OIDC_REQUEST_TOKEN", "ACTIONS_ID_TOKEN_REQUEST_TOKEN", "SYSTEM_ACCESSTOKEN"],
  oidcRequestUrl: ["ARM_OIDC_REQUEST_URL", "ACTIONS_ID_TOKEN_REQUEST_URL", "SYSTEM_OIDCREQUESTURI"],
  useMsi: ["ARM_USE_MSI"],
  useDefaultAzureCredential: ["ARM_USE_DEFAULT_AZURE_CREDENTIAL"],
};

/** The settings in the environment's variables. */
export function environmentSettings(env: NodeJS.ProcessEnv): ConnectionSettings {
  return readConnection((name) => variables[name].map((variable) => env[variable]).find(Boolean));
}
