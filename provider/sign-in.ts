import type { ConnectionSettings } from "../arm/connection";
import { environmentSettings } from "../azure/connection-settings";
import { holdsUnknown } from "./unknown";

/** What CI hands out anew for each job. */
const shortLived: readonly string[] = ["oidcToken", "oidcRequestToken", "oidcRequestUrl"];

/**
 * True where both sign in as the same identity with the same lasting secret. A secret that was exchanged is a difference:
 * a refresh signs in as the state recorded, and would do so with the dead one. Tokens that CI makes for one job are not.
 * Nor is a sign-in that is not known yet: in a preview that is each one with a setting that the program leaves out, and no
 * preview would be quiet. The update knows it.
 */
export function sameSignIn(recorded: ConnectionSettings = {}, given: ConnectionSettings = {}): boolean {
  return holdsUnknown(given) || lasting(recorded) === lasting(given);
}

function lasting(settings: ConnectionSettings): string {
  return JSON.stringify(
    Object.entries(settings)
      .filter(([name]) => !shortLived.includes(name))
      .sort(),
  );
}

/**
 * The sign-in that a check reads by; undefined where there is none to read by yet. One that is not known, as in most
 * previews with an explicit provider, is taken from the state: who could write the last time can read.
 */
export function usableSignIn(
  recorded: ConnectionSettings | undefined,
  given: ConnectionSettings | undefined,
): { connection?: ConnectionSettings } | undefined {
  if (!holdsUnknown(given)) return { connection: given };
  const connection = renewedSignIn(recorded);
  return connection && { connection };
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
