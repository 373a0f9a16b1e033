import { z } from "zod";
import { duration } from "../body/durations";
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
  texts,
} from "../body/members";
import { codeConfiguration } from "../machine-learning/deployment-body";

/** A whole number, also as a text: the public examples of Azure ML send `"5"`. */
export function count({ minimum }: { minimum: number }): z.ZodType<number> {
  const number = z.int().min(minimum);
  return z.union(
    [
      number,
      z
        .string()
        .regex(/^-?\d+$/)
        .transform(Number)
        .pipe(number),
    ],
    {
      error: `is no whole number of at least ${minimum}`,
    },
  );
}

const assetId = z.strictObject({ referenceType: oneOf(["Id"]), assetId: z.string().min(1) });

const pipelineComponent = z.strictObject({
  deploymentConfigurationType: oneOf(["PipelineComponent"]),
  componentId: optional(assetId),
  description: optional(z.string()),
  // Typed as texts, and yet Microsoft's Python SDK sends `continue_on_step_failure` as a flag.
  settings: defaulted(texts, {}),
  tags: defaulted(texts, {}),
});

const retrySettings = z.strictObject({
  maxRetries: defaulted(count({ minimum: 0 }), 3),
  timeout: defaulted(duration({ minimum: 1 }), "PT30S"),
});

/** What a PUT of a batch deployment holds (REST type `BatchDeploymentTrackedResource`), with the defaults of its members. */
export const batchDeploymentBody = z.strictObject({
  ...answered,
  location,
  identity: optional(identity),
  kind: optional(z.string()),
  sku: optional(sku),
  tags: optional(tags),
  properties: z.strictObject({
    codeConfiguration: optional(codeConfiguration),
    compute: optional(armId),
    deploymentConfiguration: optional(pipelineComponent),
    description: optional(z.string()),
    environmentId: optional(z.string()),
    environmentVariables: defaulted(texts, {}),
    errorThreshold: defaulted(count({ minimum: -1 }), -1),
    loggingLevel: defaulted(oneOf(["Info", "Warning", "Debug"]), "Info"),
    maxConcurrencyPerInstance: defaulted(count({ minimum: 1 }), 1),
    miniBatchSize: defaulted(count({ minimum: 1 }), 10),
    model: optional(assetId),
    outputAction: defaulted(oneOf(["AppendRow", "SummaryOnly"]), "AppendRow"),
    outputFileName: defaulted(z.string().regex(/^[^/\\]+$/, "is no name of a file"), "predictions.csv"),
    properties: defaulted(stringMap, {}),
    resources: optional(
      z.strictObject({
        instanceCount: defaulted(count({ minimum: 1 }), 1),
        instanceType: optional(z.string()),
        properties: optional(z.record(z.string(), z.json())),
      }),
    ),
    retrySettings: defaulted(retrySettings, retrySettings.parse({})),
    provisioningState: readOnly,
  }),
});

export type BatchDeploymentBody = z.infer<typeof batchDeploymentBody>;

/** What a PATCH of a batch deployment holds: nothing but tags and its description. */
export const batchDeploymentPatch = z.strictObject({
  tags: optional(tagChanges),
  properties: optional(z.strictObject({ description: optional(z.string()) })),
});
