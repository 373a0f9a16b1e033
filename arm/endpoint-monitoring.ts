import type { Fault } from "./fault";
import { wholeNumberFaults } from "./whole-number";

/** Logs of an online endpoint. Source: "Monitor online endpoints" (Azure Machine Learning documentation). */
export type EndpointLog = "AmlOnlineEndpointTrafficLog" | "AmlOnlineEndpointConsoleLog" | "AmlOnlineEndpointEventLog";

export const endpointLogs: readonly EndpointLog[] = [
  "AmlOnlineEndpointTrafficLog",
  "AmlOnlineEndpointConsoleLog",
  "AmlOnlineEndpointEventLog",
];

/** A percentile of latency that the service has as a metric. */
export type LatencyPercentile = "P50" | "P90" | "P95" | "P99";

export const latencyPercentiles: readonly LatencyPercentile[] = ["P50", "P90", "P95", "P99"];

/** What every alert says. */
interface Alert {
  /** Minutes that are looked at: 1, 5, 15, 30 or 60; errors are not looked at more often than every 5. Default 5. */
  minutes?: number;
  /** 0 (critical) to 4 (verbose). Default 2. */
  severity?: number;
}

/** Too large a share of the requests to one deployment fails: with 408, 424 (the model failed), 429 or 500 and above. */
export interface ErrorShareAlert extends Alert {
  /** Percent of the requests, more than 0 and less than 100. */
  above: number;
  /** Requests that there are at least, so that one of two is no alarm. Default 20. */
  atLeastRequests?: number;
}

/** Requests to one deployment take too long. */
export interface LatencyAlert extends Alert {
  /** Default `P95`. */
  percentile?: LatencyPercentile;
  aboveMilliseconds: number;
}

/** What alerts mean where nothing is said. */
export const alertDefaults = { minutes: 5, severity: 2, atLeastRequests: 20, percentile: "P95" } as const;

/** Minutes that an alert can look at. Source: REST specification of metric alerts and of scheduled query rules. */
const windows = [1, 5, 15, 30, 60];

/** Every rule that an alert on errors breaks. Logs come late, so a window of a minute would miss them. */
export function errorShareFaults(field: string, alert: ErrorShareAlert): Fault[] {
  const { above, atLeastRequests } = alert;
  return [
    ...(above > 0 && above < 100
      ? []
      : [{ field: `${field}.above`, value: above, rule: "this is a percentage of more than 0 and less than 100" }]),
    ...wholeNumberFaults(`${field}.atLeastRequests`, atLeastRequests, 1),
    ...alertFaults(field, alert, windows.slice(1)),
  ];
}

/** Every rule that an alert on latency breaks. */
export function latencyFaults(field: string, alert: LatencyAlert): Fault[] {
  const { aboveMilliseconds, percentile } = alert;
  return [
    ...(aboveMilliseconds > 0
      ? []
      : [{ field: `${field}.aboveMilliseconds`, value: aboveMilliseconds, rule: "this is more than 0 milliseconds" }]),
    ...(percentile === undefined || latencyPercentiles.includes(percentile)
      ? []
      : [{ field: `${field}.percentile`, value: percentile, rule: `it is one of ${latencyPercentiles.join(" | ")}` }]),
    ...alertFaults(field, alert, windows),
  ];
}

function alertFaults(field: string, { minutes, severity }: Alert, possible: readonly number[]): Fault[] {
  return [
    ...(minutes === undefined || possible.includes(minutes)
      ? []
      : [{ field: `${field}.minutes`, value: minutes, rule: `it is one of ${possible.join(" | ")}` }]),
    ...wholeNumberFaults(`${field}.severity`, severity, 0, 4),
  ];
}

/**
 * The share of failed requests by deployment, in percent, as a query of the traffic log. A metric alert cannot say it: it
 * compares one metric with a bound and divides nothing.
 */
export function errorShareQuery(endpointName: string, { atLeastRequests }: ErrorShareAlert): string {
  return [
    "AmlOnlineEndpointTrafficLog",
    `| where EndpointName =~ "${endpointName}"`,
    "| extend Code = toint(ResponseCode)",
    "| summarize Requests = count(), Failed = countif(Code in (408, 424, 429) or Code >= 500) by DeploymentName",
    `| where Requests >= ${atLeastRequests ?? alertDefaults.atLeastRequests}`,
    "| project DeploymentName, ErrorShare = 100.0 * Failed / Requests",
  ].join("\n");
}
