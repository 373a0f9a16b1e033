import type { SecretSource } from "../renewed-secret";

/** What proves who asks: one key or both, or a function that gives a token. */
export type ScoringCredential =
  | {
      /** Either of the endpoint's two keys. */
      key: string;
      /** The other one: taken where the first is refused, so that keys can be regenerated one after the other. */
      otherKey?: string;
    }
  | {
      /**
       * Asked for each request; caches as it likes.
       *
       * @param refused a token that was just answered with 401: another one is wanted. Where it comes back, the 401 stands.
       */
      token: SecretSource;
    };

/** Where a client takes the key or token of each request from. */
export function secretOf(credential: ScoringCredential): SecretSource {
  return "key" in credential ? eitherKey(credential.key, credential.otherKey) : credential.token;
}

/** One of two keys, and after its refusal the other one. */
function eitherKey(key: string, otherKey: string | undefined): SecretSource {
  let current = key;
  return (refused) => {
    if (refused === current && otherKey !== undefined) current = current === key ? otherKey : key;
    return current;
  };
}
