import { z } from "zod";
import type { OnlineEndpoints } from "./online-endpoints";

/** What a deployment answered in one minute. */
export interface RequestMinute {
  /** Seconds since 1970 at its beginning. */
  at: number;
  requests: number;
  /** 5xx, and 424, which stands for an answer of the model that was none. */
  failed: number;
}

const METRICS_VERSION = "2023-10-01";

const metadata = z.object({ name: z.object({ value: z.string() }), value: z.string() });
const time = z.string().refine((text) => !Number.isNaN(Date.parse(text)), "is no time");
const point = z.object({ timeStamp: time, total: z.number().nullish() });
const series = z.object({ metadatavalues: z.array(metadata).default([]), data: z.array(point).default([]) });
const answer = z.object({ value: z.array(z.object({ timeseries: z.array(series).default([]) })) });

/**
 * The requests that a deployment answered, minute by minute and oldest first, from Azure Monitor's metric
 * `RequestsPerMinute` of the endpoint. Minutes without a request are left out. The newest minutes still change while
 * Azure Monitor takes them in. Source: "Monitor online endpoints"; REST "Metrics - List".
 *
 * @param from seconds since 1970; the minute that it lies in is the first one
 * @param to seconds since 1970; the minute that it lies in is left out
 */
export async function requestMinutes(
  endpoints: OnlineEndpoints,
  { endpoint, deployment }: { endpoint: string; deployment: string },
  { from, to }: { from: number; to: number },
): Promise<RequestMinute[]> {
  const minute = (seconds: number): string => new Date(Math.floor(seconds / 60) * 60_000).toISOString();
  if (Math.floor(to / 60) <= Math.floor(from / 60)) return [];
  const query = new URLSearchParams({
    "api-version": METRICS_VERSION,
    "metricnames": "RequestsPerMinute",
    "timespan": `${minute(from)}/${minute(to)}`,
    "interval": "PT1M",
    "aggregation": "Total",
    "$filter": `deployment eq '${deployment}' and statusCode eq '*'`,
    "top": "100",
  });
  const path = `${endpoints.workspaceId}/onlineEndpoints/${endpoint}/providers/Microsoft.Insights/metrics?${query.toString()}`;
  const found = await endpoints.client.get(path, answer);
  if (!found) throw new Error(`endpoint ${endpoint}: it has no metrics`);
  const minutes = new Map<number, RequestMinute>();
  for (const { metadatavalues, data } of found.value.flatMap(({ timeseries }) => timeseries)) {
    const status = Number(metadatavalues.find(({ name }) => name.value.toLowerCase() === "statuscode")?.value);
    for (const { timeStamp, total } of data) {
      if (!total) continue;
      const at = Date.parse(timeStamp) / 1000;
      const before = minutes.get(at) ?? { at, requests: 0, failed: 0 };
      const failed = status >= 500 || status === 424 ? total : 0;
      minutes.set(at, { at, requests: before.requests + total, failed: before.failed + failed });
    }
  }
  return [...minutes.values()].sort((a, b) => a.at - b.at);
}
