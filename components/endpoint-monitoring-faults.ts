import { endpointLogs, errorShareFaults, latencyFaults } from "../arm/endpoint-monitoring";
import type { Fault } from "../arm/fault";
import { now } from "./check";
import type { EndpointMonitoringArgs } from "./endpoint-monitoring-args";

/** Every rule that the monitoring of an endpoint breaks, as far as its values are known. */
export function monitoringFaults({
  logAnalyticsId,
  logs,
  errorShare,
  latency,
  actionGroups,
}: EndpointMonitoringArgs): Fault[] {
  const traffic = "AmlOnlineEndpointTrafficLog";
  return [
    ...idFaults("logAnalyticsId", now(logAnalyticsId), "Microsoft.OperationalInsights/workspaces"),
    ...(logs?.length === 0
      ? [{ field: "logs", rule: "at least one log is kept", fix: "leave it out for all three" }]
      : []),
    ...(logs ?? []).flatMap((log, index) =>
      endpointLogs.includes(log) && logs?.indexOf(log) === index
        ? []
        : [{ field: `logs[${index}]`, value: log, rule: `logs are told once each, of ${endpointLogs.join(", ")}` }],
    ),
    ...(errorShare && logs && !logs.includes(traffic)
      ? [{ field: "errorShare", rule: "errors are read from the traffic log", fix: `add ${traffic} to logs` }]
      : []),
    ...(errorShare ? errorShareFaults("errorShare", errorShare) : []),
    ...(latency ? latencyFaults("latency", latency) : []),
    ...(actionGroups ?? []).flatMap((id, index) =>
      idFaults(`actionGroups[${index}]`, now(id), "Microsoft.Insights/actionGroups"),
    ),
  ];
}

function idFaults(field: string, id: string | undefined, type: string): Fault[] {
  const form = new RegExp(`^/subscriptions/[^/]+/resourceGroups/[^/]+/providers/${type}/[^/]+$`, "i");
  return id === undefined || form.test(id) ? [] : [{ field, value: id, rule: `this is not the ARM id of ${type}` }];
}
