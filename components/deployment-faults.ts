import type { InstanceRange } from "../arm/autoscale";
import { autoscaleFaults, startFaults } from "../arm/autoscale-faults";
import type { Fault } from "../arm/fault";
import { parseOnlineDeploymentId } from "../arm/ids";
import { importFaults } from "../arm/import";
import { servingNameFaults } from "../arm/names";
import { referenceFaults } from "../arm/secret-reference";
import { timeoutFaults } from "../arm/timeouts";
import { vmSizeFaults } from "../arm/vm-size";
import { wholeNumberFaults } from "../arm/whole-number";
import { notificationFaults } from "./autoscale-notifications";
import { now } from "./check";
import { Code } from "./code";
import { dataCollectorSpecFaults } from "./data-collector";
import type { OnlineDeploymentSpec, ProbeSettings, RequestSettings } from "./deployment-args";
import { modelDataCollectionFaults } from "./model-data-collection";
import type { EndpointParts } from "./online-deployment";
import { RegisteredModel } from "./registered-model";
import { scoringScriptFaults } from "./scoring-script";

/** Every rule that one deployment breaks, as far as its values are known. `field` is where it stands in the arguments. */
export function deploymentFaults(
  field: string,
  name: string,
  spec: OnlineDeploymentSpec & { endpoint?: EndpointParts },
): Fault[] {
  return [...servingNameFaults(field, name), ...specFaults(field, name, spec)];
}

/** The same without the rules for its name. */
export function specFaults(
  field: string,
  name: string,
  spec: OnlineDeploymentSpec & { endpoint?: EndpointParts },
): Fault[] {
  return [
    ...importFaults(`${field}.import`, spec.import, name, parseOnlineDeploymentId(spec.import ?? "")?.deploymentName),
    ...codeFaults(field, spec),
    ...environmentFaults(field, spec),
    ...(spec.dataCollector === undefined
      ? []
      : dataCollectorSpecFaults(`${field}.dataCollector`, spec.dataCollector, spec.endpoint)),
    ...modelDataCollectionFaults(field, spec),
    ...sizeFaults(
      field,
      { instanceCount: now(spec.instanceCount), instanceType: now(spec.instanceType) },
      spec.autoscale,
    ),
    ...scalingFaults(field, spec),
    ...variableFaults(`${field}.environmentVariables`, spec.environmentVariables),
    ...timeoutFaults(`${field}.timeouts`, { ...spec.timeouts }),
    ...requestFaults(`${field}.requestSettings`, spec.requestSettings),
    ...probeFaults(`${field}.livenessProbe`, spec.livenessProbe, 1),
    ...probeFaults(`${field}.readinessProbe`, spec.readinessProbe),
    ...probeFaults(`${field}.startupProbe`, spec.startupProbe),
  ];
}

/** The rules for size, also for values that are known only later. Source: "Manage and increase quotas and limits". */
export function sizeFaults(
  field: string,
  size: { instanceCount?: number; instanceType?: string },
  range?: InstanceRange,
): Fault[] {
  const { instanceCount: count, instanceType: type } = size;
  return [
    ...(count !== undefined && !(Number.isInteger(count) && count >= 1 && count <= 50)
      ? [{ field: `${field}.instanceCount`, value: count, rule: "a deployment has 1 to 50 instances" }]
      : range
        ? startFaults(field, count, range)
        : []),
    ...vmSizeFaults(`${field}.instanceType`, type),
  ];
}

function variableFaults(field: string, given: OnlineDeploymentSpec["environmentVariables"]): Fault[] {
  const known = Object.entries(now(given) ?? {}).map(([name, value]): [string, string | undefined] => [
    name,
    now(value),
  ]);
  return referenceFaults(field, Object.fromEntries(known));
}

function scalingFaults(field: string, { autoscale, autoscaled }: OnlineDeploymentSpec): Fault[] {
  if (autoscale === undefined) return [];
  const both = {
    field: `${field}.autoscaled`,
    value: autoscaled,
    rule: "it has an `autoscale` of its own",
    fix: "leave it out",
  };
  return [
    ...(autoscaled === undefined ? [] : [both]),
    ...autoscaleFaults(`${field}.autoscale`, autoscale),
    ...notificationFaults(`${field}.autoscale.notifications`, autoscale.notifications),
  ];
}

function codeFaults(field: string, { code, scoringScript, model, environment }: OnlineDeploymentSpec): Fault[] {
  if (code === undefined) {
    const idle = scoringScript === undefined ? [] : [{ rule: "a scoring script lies in code, and there is none" }];
    const empty =
      model === undefined && environment === undefined
        ? [{ field, rule: "there is nothing to run", fix: "give a model, or an environment with code" }]
        : [];
    return [...idle.map((fault) => ({ field: `${field}.scoringScript`, value: scoringScript, ...fault })), ...empty];
  }
  if (scoringScript === undefined || scoringScript === "") {
    const fix = "give its path inside the code, for example `score.py`";
    return [{ field: `${field}.scoringScript`, rule: "code needs a scoring script", fix }];
  }
  return code instanceof Code && code.path !== undefined
    ? scoringScriptFaults(`${field}.scoringScript`, code.path, scoringScript)
    : [];
}

/** Only MLflow and Triton models bring their environment. */
function environmentFaults(field: string, { environment, model, code }: OnlineDeploymentSpec): Fault[] {
  const needed = code !== undefined || (model instanceof RegisteredModel && model.type === "custom_model");
  return needed && environment === undefined
    ? [
        {
          field: `${field}.environment`,
          rule: "code and models of your own format need an environment",
          fix: "give an Environment, or register the model as mlflow_model",
        },
      ]
    : [];
}

function requestFaults(field: string, settings: RequestSettings = {}): Fault[] {
  const { requestTimeoutMs, maxConcurrentRequestsPerInstance, maxQueueWaitMs } = settings;
  return [
    ...wholeNumberFaults(`${field}.requestTimeoutMs`, requestTimeoutMs, 1, 180_000, "milliseconds"),
    ...wholeNumberFaults(`${field}.maxConcurrentRequestsPerInstance`, maxConcurrentRequestsPerInstance, 1),
    ...wholeNumberFaults(`${field}.maxQueueWaitMs`, maxQueueWaitMs, 1, 180_000, "milliseconds"),
  ];
}

function probeFaults(field: string, settings: ProbeSettings = {}, successAtMost?: number): Fault[] {
  const { initialDelay, period, timeout, successThreshold, failureThreshold } = settings;
  return [
    ...wholeNumberFaults(`${field}.initialDelay`, initialDelay, 1, undefined, "seconds"),
    ...wholeNumberFaults(`${field}.period`, period, 1, undefined, "seconds"),
    ...wholeNumberFaults(`${field}.timeout`, timeout, 1, undefined, "seconds"),
    ...wholeNumberFaults(`${field}.successThreshold`, successThreshold, 1, successAtMost),
    ...wholeNumberFaults(`${field}.failureThreshold`, failureThreshold, 1),
  ];
}
