import {
  bearerTokenAuthenticationPolicy,
  createPipelineFromOptions,
  type Pipeline,
  type PipelinePolicy,
  proxyPolicyName,
} from "@azure/core-rest-pipeline";
import type { Cloud } from "./cloud";
import { type ArmCredential, renewedOnRefusal } from "./token-renewal";

/** How often and how soon a request is sent again. */
export interface Retries {
  maxRetries: number;
  /** Milliseconds before the first repetition; doubles each time, unless the service says `Retry-After`. */
  retryDelayMs: number;
}

/**
 * Signs requests with a token that is renewed before it expires. Reads and writes share one, so that a write has the token
 * of the read that it is built on: a sign-in may take seconds, in which the read grows old.
 */
export function armTokens(cloud: Cloud, credential: ArmCredential): PipelinePolicy {
  return renewedOnRefusal(credential, () =>
    cloud.local
      ? localTokenPolicy(credential, cloud.armScope)
      : bearerTokenAuthenticationPolicy({ credential, scopes: cloud.armScope }),
  );
}

/** The way of a request to ARM: retries, a token, and for loopback no proxy. */
export function armPipeline(cloud: Cloud, tokens: PipelinePolicy, retries: Retries): Pipeline {
  const pipeline = createPipelineFromOptions({
    retryOptions: { maxRetries: retries.maxRetries, retryDelayInMs: retries.retryDelayMs, maxRetryDelayInMs: 30_000 },
    redirectOptions: { maxRetries: 0 },
    userAgentOptions: { userAgentPrefix: "pulumi-azureml" },
  });
  if (cloud.local) pipeline.removePolicy({ name: proxyPolicyName });
  // After the retries, so that a repetition after a long wait has a token that is still good.
  pipeline.addPolicy(tokens, { afterPhase: "Retry" });
  return pipeline;
}

/** The library's own policy refuses plain HTTP, which the local Azure ML speaks. */
function localTokenPolicy(credential: ArmCredential, scope: string): PipelinePolicy {
  return {
    name: "localTokenPolicy",
    sendRequest: async (request, next) => {
      const access = await credential.getToken(scope);
      request.headers.set("Authorization", `Bearer ${access?.token}`);
      return next(request);
    },
  };
}
