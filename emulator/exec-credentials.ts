/** Variables with which Azure, Pulumi and the CI systems' federated logins hand out credentials. */
const CREDENTIALS = [
  /^ARM_/,
  /^AZURE_/,
  /^AZUREML_/,
  /^AZ_/,
  /^(IDENTITY|MSI)_(ENDPOINT|HEADER|SECRET)$/,
  /^IDENTITY_SERVER_THUMBPRINT$/,
  /^ACTIONS_ID_TOKEN_REQUEST_/,
  /^SYSTEM_(ACCESSTOKEN|OIDCREQUESTURI)$/,
  /^PULUMI_(ACCESS_TOKEN|API|BACKEND_URL|CREDENTIALS_PATH)$/,
];

/** An environment without anything that opens a real subscription. */
export function withoutCredentials(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const kept = Object.entries(environment).filter(([name]) => !CREDENTIALS.some((pattern) => pattern.test(name)));
  return Object.fromEntries(kept);
}
