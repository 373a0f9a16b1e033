/** What a workbook of an endpoint shows. */
export interface WorkbookSubject {
  endpointId: string;
  /** ARM ids of deployments. */
  deploymentIds: readonly string[];
}

const endpoints = "microsoft.machinelearningservices/workspaces/onlineendpoints";

/** Aggregation "average" in the format of workbooks. */
const AVERAGE = 4;

interface Chart {
  title: string;
  type: string;
  category: "Traffic" | "Resource";
  ids: readonly string[];
  metrics: readonly string[];
  splitBy?: string;
}

/**
 * A workbook as Azure Monitor serialises it: requests by status, latencies by deployment, processor and memory of each
 * deployment over the last four hours. Weights are no metric, so they are not in it.
 */
export function endpointWorkbook({ endpointId, deploymentIds }: WorkbookSubject): string {
  const traffic = { type: endpoints, category: "Traffic", ids: [endpointId] } as const;
  const resource = { type: `${endpoints}/deployments`, category: "Resource", ids: deploymentIds } as const;
  const charts: Chart[] = [
    { ...traffic, title: "Requests per minute by status", metrics: ["RequestsPerMinute"], splitBy: "statusCodeClass" },
    { ...traffic, title: "Requests per minute by deployment", metrics: ["RequestsPerMinute"], splitBy: "deployment" },
    {
      ...{ ...traffic, title: "Latency of all requests (ms)" },
      metrics: ["RequestLatency_P50", "RequestLatency_P90", "RequestLatency_P95", "RequestLatency_P99"],
    },
    { ...traffic, title: "Latency P95 by deployment (ms)", metrics: ["RequestLatency_P95"], splitBy: "deployment" },
    ...(deploymentIds.length === 0
      ? []
      : [
          { ...resource, title: "Processor (percent)", metrics: ["CpuUtilizationPercentage"] },
          { ...resource, title: "Memory (percent)", metrics: ["CpuMemoryUtilizationPercentage"] },
          { ...resource, title: "Instances", metrics: ["DeploymentCapacity"] },
        ]),
  ];
  const items = charts.map((chart, index) => item(chart, `chart-${index + 1}`));
  return JSON.stringify({ version: "Notebook/1.0", items, fallbackResourceIds: [endpointId] });
}

function item(
  { title, type, category, ids, metrics, splitBy = null }: Omit<Chart, "splitBy"> & { splitBy?: string | null },
  name: string,
) {
  return {
    type: 10,
    content: {
      chartId: name,
      version: "MetricsItem/2.0",
      size: 0,
      chartType: 2,
      resourceType: type,
      metricScope: 0,
      resourceIds: ids,
      timeContext: { durationMs: 14_400_000 },
      metrics: metrics.map((metric) => ({
        ...{ namespace: type, metric: `${type}--${category}-${metric}`, aggregation: AVERAGE, splitBy },
      })),
      title,
    },
    name,
    customWidth: "50",
  };
}
