import * as pulumi from "@pulumi/pulumi";
import { isoDuration } from "../arm/duration";
import { alertDefaults, type ErrorShareAlert, errorShareQuery, type LatencyAlert } from "../arm/endpoint-monitoring";
import type { MetricAlertResource, QueryRuleResource } from "./endpoint-monitoring-args";

const minutesOf = (minutes: number): string => isoDuration(minutes * 60_000);

/** Shapes the alert on failed requests: a query of the traffic log, looked at every five minutes, split by deployment. */
export function errorShareRule(
  alert: ErrorShareAlert,
  endpointName: pulumi.Input<string>,
): Pick<QueryRuleResource, "severity" | "evaluationFrequency" | "windowSize" | "criteria" | "description"> {
  return {
    description: `More than ${alert.above} percent of the requests to a deployment fail.`,
    severity: alert.severity ?? alertDefaults.severity,
    evaluationFrequency: minutesOf(5),
    windowSize: minutesOf(alert.minutes ?? alertDefaults.minutes),
    criteria: {
      allOf: [
        {
          query: pulumi.output(endpointName).apply((name) => errorShareQuery(name, alert)),
          timeAggregation: "Maximum",
          metricMeasureColumn: "ErrorShare",
          dimensions: [{ name: "DeploymentName", operator: "Include", values: ["*"] }],
          operator: "GreaterThan",
          threshold: alert.above,
          failingPeriods: { numberOfEvaluationPeriods: 1, minFailingPeriodsToAlert: 1 },
        },
      ],
    },
  };
}

/** Shapes the alert on slow requests: a metric of the endpoint, looked at every minute, split by deployment. */
export function latencyRule(
  alert: LatencyAlert,
): Pick<MetricAlertResource, "severity" | "evaluationFrequency" | "windowSize" | "criteria" | "description"> {
  const percentile = alert.percentile ?? alertDefaults.percentile;
  return {
    description: `${percentile} of the requests to a deployment take more than ${alert.aboveMilliseconds} ms.`,
    severity: alert.severity ?? alertDefaults.severity,
    evaluationFrequency: minutesOf(1),
    windowSize: minutesOf(alert.minutes ?? alertDefaults.minutes),
    criteria: {
      odataType: "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
      allOf: [
        {
          criterionType: "StaticThresholdCriterion",
          name: "latency",
          metricName: `RequestLatency_${percentile}`,
          metricNamespace: "Microsoft.MachineLearningServices/workspaces/onlineEndpoints",
          dimensions: [{ name: "deployment", operator: "Include", values: ["*"] }],
          operator: "GreaterThan",
          threshold: alert.aboveMilliseconds,
          timeAggregation: "Average",
        },
      ],
    },
  };
}
