import type { TokenCredential } from "@azure/core-auth";
import type { ConnectionSettings } from "../arm/connection";
import type { Cloud } from "./cloud";
import { localCredential } from "./local-credential";
import { oidcAssertion } from "./oidc";
import { renewable, type RenewableCredential } from "./renewable-credential";

/** The identity library is heavy, so it is loaded with the first token. */
const loadIdentity = () => import("@azure/identity");
export type Identity = Pick<
  Awaited<ReturnType<typeof loadIdentity>>,
  | "AzureCliCredential"
  | "ClientAssertionCredential"
  | "ClientCertificateCredential"
  | "ClientSecretCredential"
  | "DefaultAzureCredential"
  | "ManagedIdentityCredential"
>;

/** All that a way to sign in may draw on. */
interface Given {
  settings: ConnectionSettings;
  cloud: Cloud;
  env: NodeJS.ProcessEnv;
}

/** One way to sign in. */
interface SignIn {
  name: "default credential" | "client certificate" | "client secret" | "OIDC" | "managed identity" | "az CLI";
  applies: (settings: ConnectionSettings) => boolean;
  needs: readonly (keyof ConnectionSettings)[];
  open: (identity: Identity, given: Given) => TokenCredential;
}

/**
 * The ways to sign in, in azure-native's order. The first that applies is taken, and there is no way back from it. Source:
 * `newSingleMethodAuthCredential` of pulumi-azure-native.
 */
const signIns: readonly SignIn[] = [
  {
    name: "default credential",
    applies: ({ useDefaultAzureCredential }) => useDefaultAzureCredential === true,
    needs: [],
    open: (identity, { cloud: { authorityHost } }) => new identity.DefaultAzureCredential({ authorityHost }),
  },
  {
    name: "client certificate",
    applies: ({ clientCertificatePath }) => Boolean(clientCertificatePath),
    needs: ["tenantId", "clientId"],
    open: (identity, { settings, cloud: { authorityHost } }) => {
      const { tenantId = "", clientId = "", clientCertificatePath: certificatePath = "" } = settings;
      const certificate = { certificatePath, certificatePassword: settings.clientCertificatePassword };
      return new identity.ClientCertificateCredential(tenantId, clientId, certificate, { authorityHost });
    },
  },
  {
    name: "client secret",
    applies: ({ clientSecret }) => Boolean(clientSecret),
    needs: ["tenantId", "clientId"],
    open: (identity, { settings: { tenantId = "", clientId = "", clientSecret = "" }, cloud: { authorityHost } }) =>
      new identity.ClientSecretCredential(tenantId, clientId, clientSecret, { authorityHost }),
  },
  {
    name: "OIDC",
    applies: ({ useOidc }) => useOidc === true,
    needs: ["tenantId", "clientId"],
    open: (identity, { settings, cloud: { authorityHost }, env }) => {
      const { tenantId = "", clientId = "" } = settings;
      const assertion = oidcAssertion(settings, env);
      if (assertion) return new identity.ClientAssertionCredential(tenantId, clientId, assertion, { authorityHost });
      throw new Error(
        "useOidc: true given, OIDC needs a foreign token; set oidcToken, oidcTokenFilePath, or oidcRequestUrl and oidcRequestToken",
      );
    },
  },
  {
    name: "managed identity",
    applies: ({ useMsi }) => useMsi === true,
    needs: [],
    open: (identity, { settings: { clientId } }) =>
      new identity.ManagedIdentityCredential(clientId ? { clientId } : {}),
  },
  {
    name: "az CLI",
    applies: () => true,
    needs: [],
    // A tenant beside it makes the az CLI refuse: "specify only one of subscription and tenant".
    open: (identity, { settings: { subscriptionId: subscription } }) =>
      new identity.AzureCliCredential({ subscription }),
  },
];

/** The way to sign in that the settings choose; refused where it lacks a setting. */
export function chooseSignIn(settings: ConnectionSettings): SignIn {
  const signIn = signIns.find(({ applies }) => applies(settings));
  if (!signIn) throw new Error("no way to sign in to Azure is configured");
  const missing = signIn.needs.filter((name) => !settings[name]);
  if (missing.length === 0) return signIn;
  const fix = missing.map((name) => `azure-native:${name}`).join(" and ");
  throw new Error(`${missing.join(", ")}: not given, signing in by ${signIn.name} needs it; set ${fix}`);
}

/** Signs in to a cloud, with the first token that is asked for, and anew after tokens were given up. */
export function openCredential(
  settings: ConnectionSettings,
  cloud: Cloud,
  env: NodeJS.ProcessEnv,
  load: () => Promise<Identity> = loadIdentity,
): RenewableCredential {
  return renewable(async () => {
    if (cloud.local) return localCredential(cloud);
    const signIn = chooseSignIn(settings);
    return signIn.open(await load(), { settings, cloud, env });
  });
}
