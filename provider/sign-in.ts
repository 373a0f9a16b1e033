import type { ConnectionSettings } from "../arm/connection";
import { environmentSettings } from "../azure/connection-settings";

/** What CI hands out anew for each job. */
const shortLived: readonly string[] = ["oidcToken", "oidcRequestToken", "oidcRequestUrl"];

/**
 * True where both sign in as the same identity with the same lasting secret. A secret that was exchanged is a difference:
 * a refresh signs in as the state recorded, and would do so with the dead one. Tokens that CI makes for one job are not.
 */
export function sameSignIn(a: ConnectionSettings = {}, b: ConnectionSettings = {}): boolean {
  return lasting(a) === lasting(b);
}

function lasting(settings: ConnectionSettings): string {
  return JSON.stringify(
    Object.entries(settings)
      .filter(([name]) => !shortLived.includes(name))
      .sort(),
  );
}

/** A recorded sign-in, with what is short-lived taken from the environment where it has it. */
export function renewedSignIn(
  recorded: ConnectionSettings | undefined,
  env: NodeJS.ProcessEnv = process.env,
): ConnectionSettings | undefined {
  const { oidcToken, oidcRequestToken, oidcRequestUrl } = environmentSettings(env);
  if (!recorded?.useOidc) return recorded;
  if (oidcToken) return { ...recorded, oidcToken };
  return oidcRequestToken && oidcRequestUrl
    ? { ...recorded, oidcToken: undefined, oidcRequestToken, oidcRequestUrl }
    : recorded;
}
