import { z } from "zod";

/*
 * The members of ARM's answers that this project reads. Members that it does not know pass through untouched, since a
 * `PUT` has to repeat them.
 */

/** Absent and null mean the same to ARM. */
export function optional<T extends z.ZodType>(type: T) {
  return type.nullish().transform((value) => value ?? undefined);
}

const weights = z.record(z.string(), z.number());
export const texts = z.record(z.string(), z.string());

export const endpointAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  location: z.string(),
  kind: optional(z.string()),
  sku: optional(z.record(z.string(), z.unknown())),
  tags: optional(texts),
  identity: optional(
    z.looseObject({
      type: z.string(),
      principalId: optional(z.string()),
      tenantId: optional(z.string()),
      userAssignedIdentities: optional(z.record(z.string(), z.record(z.string(), z.unknown()))),
    }),
  ),
  properties: z.looseObject({
    authMode: z.string(),
    compute: optional(z.string()),
    description: optional(z.string()),
    properties: optional(texts),
    publicNetworkAccess: optional(z.string()),
    traffic: optional(weights),
    mirrorTraffic: optional(weights),
    provisioningState: optional(z.string()),
    scoringUri: optional(z.string()),
    swaggerUri: optional(z.string()),
  }),
  systemData: optional(z.looseObject({ lastModifiedBy: optional(z.string()), lastModifiedAt: optional(z.string()) })),
});

export const deploymentAnswer = z.looseObject({
  id: z.string(),
  name: z.string(),
  sku: optional(z.looseObject({ name: optional(z.string()), capacity: optional(z.number()) })),
  systemData: optional(z.looseObject({ createdAt: optional(z.string()) })),
  properties: z.looseObject({
    provisioningState: optional(z.string()),
    instanceType: optional(z.string()),
    model: optional(z.string()),
  }),
});

export const keysAnswer = z.object({ primaryKey: z.string(), secondaryKey: z.string() });

/** Times are seconds since 1970. */
export const tokenAnswer = z.object({
  accessToken: z.string(),
  expiryTimeUtc: z.number().default(0),
  refreshAfterTimeUtc: z.number().default(0),
});

export const logsAnswer = z.object({ content: optional(z.string()) });

export const datastoreAnswer = z.object({
  name: z.string(),
  properties: z.object({
    datastoreType: z.string(),
    accountName: optional(z.string()),
    containerName: optional(z.string()),
    endpoint: optional(z.string()),
    protocol: optional(z.string()),
    credentials: optional(z.object({ credentialsType: z.string() })),
  }),
});

export const datastoreSecretsAnswer = z.object({
  secretsType: z.string(),
  sasToken: optional(z.string()),
  key: optional(z.string()),
});
