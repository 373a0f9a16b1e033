import { randomBytes } from "node:crypto";
import { z } from "zod";
import { ArmError } from "../arm/http/errors";
import type { BareRequest } from "../arm/http/request";
import type { DeploymentRecord } from "../arm/machine-learning/deployment-record";

/** The members of a deployment's PUT or PATCH that cost cores. A body that is wrong is refused later, in other words. */
const costly = z.object({
  sku: z.object({ capacity: z.int().nullish() }).nullish(),
  properties: z.object({ instanceType: z.string().nullish() }).nullish(),
});

/** What the service takes where a deployment names no size. */
const defaultSize = "Standard_F4s_v2";

/**
 * The refusal of a write that would make more than `limit` instances of all deployments together; undefined where it
 * would not, or takes none more than it has. Form and words are those of the service's answers (azureml-examples and
 * mslearn-azure-ml on GitHub: `BadRequest` with a `VmSize` error inside); cores are counted by the number in the size.
 */
export function overQuota(
  request: BareRequest,
  limit: number,
  deployments: readonly DeploymentRecord[],
  subscriptionId: string,
): ArmError | undefined {
  if (request.method !== "PUT" && request.method !== "PATCH") return undefined;
  if (!/\/onlineEndpoints\/[^/]+\/deployments\/[^/]+\/?$/i.test(request.path)) return undefined;
  const body = costly.safeParse(request.body).data;
  if (body === undefined) return undefined;

  const path = decoded(request.path).toLowerCase().replace(/\/$/, "");
  const existing = deployments.find(({ id }) => id.toLowerCase() === path);
  const present = existing?.sku.capacity ?? 0;
  const wanted = body.sku?.capacity ?? (request.method === "PUT" ? 1 : present);
  const used = deployments.reduce((sum, { sku }) => sum + sku.capacity, 0);
  if (wanted <= present || used - present + wanted <= limit) return undefined;

  const size = existing?.properties.instanceType ?? body.properties?.instanceType ?? defaultSize;
  const cores = coresOf(size);
  const need = `Current usage/limit: ${used * cores}/${limit * cores}. Additional needed: ${(wanted - present) * cores}`;
  const guide = "Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-outofquota";
  const detail = {
    errors: {
      VmSize: [`Not enough quota available for ${size} in SubscriptionId ${subscriptionId}. ${need} ${guide}`],
    },
    type: "https://tools.ietf.org/html/rfc7231#section-6.5.1",
    title: "One or more validation errors occurred.",
    status: 400,
    traceId: `00-${randomBytes(16).toString("hex")}-${randomBytes(8).toString("hex")}-01`,
  };
  const message = `InferencingClient HttpRequest error, error detail: ${JSON.stringify(detail)}`;
  return new ArmError(400, "BadRequest", "The request is invalid.", [
    { code: "InferencingClientCreateDeploymentFailed", message },
  ]);
}

/** `Standard_F4s_v2` has 4; the older D sizes (`Standard_DS3_v2`) count in powers of two. */
function coresOf(size: string): number {
  const [, family = "", number = "1"] = /^Standard_([a-z]+)(\d+)/i.exec(size) ?? [];
  return /^DS?$/i.test(family) && /_v2$/i.test(size) ? 2 ** (Number(number) - 1) : Math.max(1, Number(number));
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
