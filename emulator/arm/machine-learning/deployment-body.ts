import { z } from "zod";
import { duration } from "../body/durations";
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
  texts,
} from "../body/members";
import type { ProbeSettings } from "./deployment-record";

/** Most instances of a deployment (docs page "Manage and increase quotas and limits"). */
export const mostInstances = 50;

/** Defaults of the REST type `ProbeSettings`; 10 s of initial delay are those of the CLI's YAML reference. */
const probeDefaults: ProbeSettings = {
  initialDelay: "PT10S",
  period: "PT10S",
  timeout: "PT2S",
  successThreshold: 1,
  failureThreshold: 30,
};

const count = z.int().min(1);

function probe(successThreshold: z.ZodType<number>): z.ZodType<ProbeSettings> {
  return z.strictObject({
    initialDelay: defaulted(duration({ minimum: 1 }), probeDefaults.initialDelay),
    period: defaulted(duration({ minimum: 1 }), probeDefaults.period),
    timeout: defaulted(duration({ minimum: 1 }), probeDefaults.timeout),
    successThreshold: defaulted(successThreshold, probeDefaults.successThreshold),
    failureThreshold: defaulted(count, probeDefaults.failureThreshold),
  });
}

const requestSettings = z.strictObject({
  requestTimeout: defaulted(duration({ minimum: 0.001, maximum: 180 }), "PT5S"),
  maxConcurrentRequestsPerInstance: defaulted(count, 1),
  maxQueueWait: defaulted(duration({ minimum: 0 }), "PT0.5S"),
});

/** Code and its script, of online and of batch deployments. */
export const codeConfiguration = z.strictObject({
  codeId: optional(z.string()),
  scoringScript: z.string().regex(/\w/, "is no file name"),
});

const dataCollector = z.strictObject({
  collections: z.record(
    z.string(),
    z.strictObject({
      dataCollectionMode: defaulted(oneOf(["Enabled", "Disabled"]), "Disabled"),
      samplingRate: defaulted(z.number().min(0).max(1), 1),
      dataId: optional(z.string()),
      clientId: optional(z.string()),
    }),
  ),
  rollingRate: defaulted(oneOf(["Year", "Month", "Day", "Hour", "Minute"]), "Hour"),
  requestLogging: optional(z.strictObject({ captureHeaders: optional(z.array(z.string())) })),
});

const sizing = sku.extend({
  name: oneOf(["Default"]),
  capacity: defaulted(z.int().min(1).max(mostInstances), 1),
});

/** What a PUT of an online deployment holds (REST type `OnlineDeploymentTrackedResource`). */
export const deploymentBody = z.strictObject({
  ...answered,
  location,
  identity: optional(identity),
  kind: optional(z.string()),
  tags: optional(tags),
  sku: sizing,
  properties: z.strictObject({
    endpointComputeType: oneOf(["Managed"]),
    appInsightsEnabled: defaulted(z.boolean(), false),
    codeConfiguration: optional(codeConfiguration),
    dataCollector: optional(dataCollector),
    description: optional(z.string()),
    egressPublicNetworkAccess: defaulted(oneOf(["Enabled", "Disabled"]), "Enabled"),
    environmentId: optional(z.string()),
    environmentVariables: defaulted(texts, {}),
    instanceType: defaulted(z.string().regex(/^Standard_\w+$/i, "is no VM size"), "Standard_F4s_v2"),
    livenessProbe: defaulted(probe(z.literal(1)), probeDefaults),
    readinessProbe: defaulted(probe(count), probeDefaults),
    startupProbe: optional(probe(z.literal(1))),
    model: optional(z.string()),
    modelMountPath: optional(z.string()),
    properties: defaulted(stringMap, {}),
    requestSettings: defaulted(requestSettings, requestSettings.parse({})),
    scaleSettings: defaulted(z.strictObject({ scaleType: oneOf(["Default"]) }), { scaleType: "Default" }),
    provisioningState: readOnly,
  }),
});

export type DeploymentBody = z.infer<typeof deploymentBody>;

/** What a PATCH of an online deployment holds: nothing but tags and sku (REST type `PartialSku`). */
export const deploymentPatch = z.strictObject({
  tags: optional(tagChanges),
  sku: optional(
    sizing.extend({ name: optional(oneOf(["Default"])), capacity: optional(z.int().min(1).max(mostInstances)) }),
  ),
});

/** What getLogs takes (REST type `DeploymentLogsRequest`). */
export const logsBody = z.strictObject({
  containerType: defaulted(oneOf(["InferenceServer", "StorageInitializer"]), "InferenceServer"),
  tail: optional(z.int().min(1)),
});
