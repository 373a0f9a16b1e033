/**
 * How to reach and sign in to Azure, in the words of the azure-native provider's configuration. Whatever is absent is
 * looked for in the stack's `azure-native:*` configuration and then in `ARM_*` variables.
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
  msiEndpoint?: string;
}
