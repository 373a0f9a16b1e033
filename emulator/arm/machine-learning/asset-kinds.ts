import { z } from "zod";
import { defaulted, oneOf, optional, readOnly, stringMap } from "../body/members";
import type { JsonObject } from "../json";
import type { Resource } from "../store/resource";

export interface AssetVersionProperties extends JsonObject {
  isAnonymous: boolean;
  isArchived: boolean;
}

/** A version of a model, environment, code or data asset. Its id is `{container}/versions/{version}`. */
export type AssetVersion = Resource<AssetVersionProperties>;

/** A kind of asset: containers with versions below them. */
export interface AssetKind {
  /** Segment of the path, as the service spells it. */
  segment: "models" | "environments" | "codes" | "data";
  /** `properties` of a version. */
  body: z.ZodType<AssetVersionProperties>;
  /** Members that never change once a version is there. */
  fixed: readonly string[];
}

/** Texts; Microsoft's Python SDK sends the `hash_version` of code as a number. */
const texts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]).transform(String).nullable());

/** REST type `AssetBase`. */
const asset = {
  description: optional(z.string()),
  isAnonymous: defaulted(z.boolean(), false),
  isArchived: defaulted(z.boolean(), false),
  properties: defaulted(texts, {}),
  tags: defaulted(stringMap, {}),
  provisioningState: readOnly,
};

const uri = z.string().min(1);
const stage = optional(z.string());
const route = z.strictObject({ path: z.string().min(1), port: z.int().min(1).max(65535) });

const model = z.strictObject({
  ...asset,
  modelUri: uri,
  modelType: defaulted(oneOf(["custom_model", "mlflow_model", "triton_model"]), "custom_model"),
  flavors: defaulted(z.record(z.string(), z.json()), {}),
  jobName: optional(z.string()),
  datasets: optional(z.json()),
  stage,
});

const environment = z
  .strictObject({
    ...asset,
    image: optional(z.string().min(1)),
    build: optional(z.strictObject({ contextUri: uri, dockerfilePath: z.string().default("Dockerfile") })),
    condaFile: optional(z.string()),
    inferenceConfig: optional(
      z.strictObject({
        livenessRoute: optional(route),
        readinessRoute: optional(route),
        startupRoute: optional(route),
        scoringRoute: optional(route),
      }),
    ),
    osType: defaulted(oneOf(["Linux", "Windows"]), "Linux"),
    autoRebuild: defaulted(oneOf(["Disabled", "OnBaseImageUpdate"]), "Disabled"),
    environmentType: readOnly.transform(() => "UserCreated"),
    stage,
  })
  .refine(({ image, build }) => (image === undefined) !== (build === undefined), {
    path: ["image"],
    message: "give either an image or a build context",
  });

const code = z.strictObject({ ...asset, codeUri: uri });

const data = z.strictObject({
  ...asset,
  dataType: oneOf(["uri_file", "uri_folder", "mltable"]),
  dataUri: uri,
  referencedUris: optional(z.array(z.string())),
});

export const assetKinds: readonly AssetKind[] = [
  { segment: "models", body: model, fixed: ["modelUri", "modelType", "flavors", "jobName"] },
  {
    segment: "environments",
    body: environment,
    fixed: ["image", "build", "condaFile", "inferenceConfig", "osType", "autoRebuild"],
  },
  { segment: "codes", body: code, fixed: ["codeUri"] },
  { segment: "data", body: data, fixed: ["dataType", "dataUri"] },
];
