import type { AccessToken, TokenCredential } from "@azure/core-auth";
import type { Cloud } from "./cloud";

/** Seconds that a made-up token is valid. */
const LIFETIME = 3600;

/**
 * Sign-in to the local Azure ML. Its control plane takes any token; its scoring front end looks at the claims, so
 * tokens for scoring are JWTs, unsigned ones.
 */
export function localCredential(cloud: Cloud): TokenCredential {
  return {
    getToken: async (scopes): Promise<AccessToken> => {
      const expires = Math.floor(Date.now() / 1000) + LIFETIME;
      const scoring = [scopes].flat().includes(cloud.scoringScope);
      return {
        token: scoring ? unsignedToken(cloud.scoringScope.replace("/.default", ""), expires) : "local",
        expiresOnTimestamp: expires * 1000,
      };
    },
  };
}

function unsignedToken(audience: string, expires: number): string {
  const parts = [
    { alg: "none", typ: "JWT" },
    { aud: audience, exp: expires, appid: "local" },
  ];
  return `${parts.map((part) => Buffer.from(JSON.stringify(part)).toString("base64url")).join(".")}.`;
}
