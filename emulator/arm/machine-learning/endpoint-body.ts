import { z } from "zod";
import {
  answered,
  armId,
  defaulted,
  identity,
  location,
  oneOf,
  optional,
  readOnly,
  sku,
  stringMap,
  tagChanges,
  tags,
} from "../body/members";

const weights = defaulted(z.record(z.string(), z.int().min(0).max(100)), {});

/** What a PUT of an online endpoint holds (REST type `OnlineEndpointTrackedResource`). */
export const endpointBody = z.strictObject({
  ...answered,
  location,
  identity: defaulted(identity, { type: "SystemAssigned", userAssignedIdentities: undefined }),
  kind: optional(z.string()),
  sku: optional(sku),
  tags: optional(tags),
  properties: z.strictObject({
    authMode: oneOf(["Key", "AMLToken", "AADToken"]),
    compute: optional(armId),
    description: optional(z.string()),
    keys: optional(
      z.strictObject({ primaryKey: optional(z.string().min(1)), secondaryKey: optional(z.string().min(1)) }),
    ),
    mirrorTraffic: weights,
    properties: defaulted(stringMap, {}),
    publicNetworkAccess: defaulted(oneOf(["Enabled", "Disabled"]), "Enabled"),
    traffic: weights,
    ...{ provisioningState: readOnly, scoringUri: readOnly, swaggerUri: readOnly },
  }),
});

export type EndpointBody = z.infer<typeof endpointBody>;

/** What a PATCH of an online endpoint holds: nothing but tags and identity. */
export const endpointPatch = z.strictObject({ tags: optional(tagChanges), identity: optional(identity) });

/** What regenerateKeys takes (REST type `RegenerateEndpointKeysRequest`). */
export const regenerateBody = z.strictObject({
  keyType: oneOf(["Primary", "Secondary"]),
  keyValue: optional(z.string().min(1)),
});
