import type { TokenCredential } from "@azure/core-auth";
import type { PipelinePolicy } from "@azure/core-rest-pipeline";
import type { RenewableCredential } from "./renewable-credential";

/** What signs requests. One that can give up its tokens is renewed where the service refuses one. */
export type ArmCredential = TokenCredential & Partial<Pick<RenewableCredential, "forget">>;

/**
 * Sends a request once more with a new token where the service takes the first one no longer: revoked, or expired while
 * the request was on its way. What 401 answers was not done, so a write may be sent again. However many requests meet the
 * refused token, it is renewed once; a new token that is refused too is the caller's to know.
 *
 * @param sign makes the policy that signs; a new one, since each keeps the token it had
 */
export function renewedOnRefusal(credential: ArmCredential, sign: () => PipelinePolicy): PipelinePolicy {
  let signing = sign();
  return {
    name: signing.name,
    sendRequest: async (request, next) => {
      const used = signing;
      const response = await used.sendRequest(request, next);
      if (response.status !== 401) return response;
      await credential.forget?.((request.headers.get("Authorization") ?? "").replace("Bearer ", ""));
      if (signing === used) signing = sign();
      return signing.sendRequest(request, next);
    },
  };
}
