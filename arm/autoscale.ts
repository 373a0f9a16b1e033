import type { AutoscaleSchedule } from "./autoscale-schedule";

/**
 * What instances are scaled by. `cpu`, `memory`, `gpu` and `gpuMemory` are percent of an instance, on average over the
 * instances; latencies are milliseconds of the deployment's requests; `requestsPerMinute` counts them.
 */
export type ScaleMetric =
  | "cpu"
  | "memory"
  | "gpu"
  | "gpuMemory"
  | "latency"
  | "latencyP50"
  | "latencyP90"
  | "latencyP95"
  | "latencyP99"
  | "requestsPerMinute";

/** What every rule says. */
interface ScaleRule {
  metric: ScaleMetric;
  /** Minutes that the metric is averaged over, 5 to 720. Default 5. */
  minutes?: number;
  /** Minutes from the last change of the number until this rule may change it again, 1 to 10080. Default 5. */
  cooldownMinutes?: number;
  /** True where the metric is divided by the number of instances first, as is usual for `requestsPerMinute`. Default false. */
  perInstance?: boolean;
}

/** More instances while a metric is above a bound. One such rule that holds is enough. */
export interface ScaleOutRule extends ScaleRule {
  above: number;
  /** Instances to add. Default 1. */
  add?: number;
}

/** Fewer instances while a metric is below a bound. All such rules have to hold. */
export interface ScaleInRule extends ScaleRule {
  below: number;
  /** Instances to remove. Default 1. */
  remove?: number;
}

/** How far a deployment scales. */
export interface InstanceRange {
  /** Instances at least, 1 to 50. */
  minInstances: number;
  /** Instances at most, 1 to 50. */
  maxInstances: number;
  /** Instances while no metric can be read, if there are fewer. Default `minInstances`. */
  defaultInstances?: number;
}

/** Whom Azure Monitor tells of each change of the number. */
export interface ScaleNotification<Text = string> {
  /** E-mail addresses. */
  emails?: Text[];
  /** URIs that are called. They often hold a token, so they are kept secret. */
  webhooks?: Text[];
}

/** When a managed deployment gets more instances, and when fewer. */
export interface AutoscaleRules extends InstanceRange {
  scaleOut?: ScaleOutRule[];
  scaleIn?: ScaleInRule[];
  /** Times with a range of their own. A date goes before what recurs, and that before the range above. */
  schedules?: AutoscaleSchedule[];
  /** Default true. While it is false nobody moves the number, and `instanceCount` still does not. */
  enabled?: boolean;
}

/** What a rule means where nothing is said. Source: the command `az monitor autoscale rule create`. */
export const scaleDefaults = { minutes: 5, cooldownMinutes: 5, instances: 1, perInstance: false } as const;

/** Most instances of a deployment. Source: "Manage and increase quotas and limits" (Azure Machine Learning documentation). */
export const MOST_INSTANCES = 50;

/** Where Azure Monitor has a metric. Source: "Supported metrics" for online endpoints and for their deployments. */
export interface MonitorMetric {
  name: string;
  /** The resource that has it. An endpoint has it for each deployment, by the dimension `deployment`. */
  of: "endpoint" | "deployment";
  unit: "percent" | "milliseconds" | "requests";
}

const share = (name: string): MonitorMetric => ({ name, of: "deployment", unit: "percent" });
const time = (name: string): MonitorMetric => ({ name, of: "endpoint", unit: "milliseconds" });

export const scaleMetrics: Readonly<Record<ScaleMetric, MonitorMetric>> = {
  cpu: share("CpuUtilizationPercentage"),
  memory: share("CpuMemoryUtilizationPercentage"),
  gpu: share("GpuUtilizationPercentage"),
  gpuMemory: share("GpuMemoryUtilizationPercentage"),
  latency: time("RequestLatency"),
  latencyP50: time("RequestLatency_P50"),
  latencyP90: time("RequestLatency_P90"),
  latencyP95: time("RequestLatency_P95"),
  latencyP99: time("RequestLatency_P99"),
  requestsPerMinute: { name: "RequestsPerMinute", of: "endpoint", unit: "requests" },
};
