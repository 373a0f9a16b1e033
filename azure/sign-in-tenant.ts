import type { ConnectionSettings } from "../arm/connection";
import type { ArmClient } from "./arm-client";
import { chooseSignIn } from "./credentials";
import { tokenClaims } from "./token-claims";

/** Entra takes a tenant's domain as well, but tells only its id. */
const tenantId = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Id of the tenant that requests are signed in to. A service principal's is in its settings; those of managed identities
 * and of the az CLI are only known from a token. Undefined where neither says it.
 */
export async function signInTenant(
  settings: ConnectionSettings,
  { cloud, credential }: Pick<ArmClient, "cloud" | "credential">,
): Promise<string | undefined> {
  const named = tenantId.test(settings.tenantId ?? "") ? settings.tenantId : undefined;
  if (named && !cloud.local && chooseSignIn(settings).needs.includes("tenantId")) return named;
  const access = await credential.getToken(cloud.armScope);
  return tokenClaims(access?.token ?? "")?.tid ?? (cloud.local ? settings.tenantId : named);
}
