import { z } from "zod";
import {
  answered,
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

/** What a PUT of a batch endpoint holds (REST type `BatchEndpointTrackedResource`). */
export const batchEndpointBody = z.strictObject({
  ...answered,
  location,
  identity: optional(identity),
  kind: optional(z.string()),
  sku: optional(sku),
  tags: optional(tags),
  properties: z.strictObject({
    authMode: oneOf(["AADToken"]),
    defaults: defaulted(z.strictObject({ deploymentName: optional(z.string().min(1)) }), {
      deploymentName: undefined,
    }),
    description: optional(z.string()),
    keys: readOnly,
    properties: defaulted(stringMap, {}),
    ...{ provisioningState: readOnly, scoringUri: readOnly, swaggerUri: readOnly },
  }),
});

export type BatchEndpointBody = z.infer<typeof batchEndpointBody>;

/** What a PATCH of a batch endpoint holds: nothing but tags and identity. */
export const batchEndpointPatch = z.strictObject({ tags: optional(tagChanges), identity: optional(identity) });
