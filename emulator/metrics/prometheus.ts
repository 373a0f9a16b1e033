import type { FastifyInstance } from "fastify";
import { Counter, Gauge, Registry } from "prom-client";
import type { ArmContext } from "../arm/context";
import { loopbackOnly } from "../local/loopback-only";
import { classOf } from "./definitions";
import { DurationHistogram } from "./duration-histogram";
import type { DeploymentSeries } from "./deployment-series";
import { noDeployment } from "./endpoint-series";

/** Where Prometheus finds the metrics. */
const prometheusPath = "/_local/metrics";

/**
 * Serves the metrics of the endpoints and deployments that there are as Prometheus reads them, without a token. Everything
 * is filled in when it is asked for, so that requests pay nothing for it and what is deleted is gone.
 */
export function prometheusRoutes(context: ArmContext): (app: FastifyInstance) => void {
  const registry = prometheusRegistry(context);
  return (app) => {
    loopbackOnly(app);
    app.get(prometheusPath, async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()));
  };
}

function prometheusRegistry(context: ArmContext): Registry {
  const registry = new Registry();
  const registers = [registry];
  const place = ["endpoint", "deployment"] as const;
  new Counter({
    name: "azureml_requests_total",
    help: "Scoring requests, by what the client saw and what the container answered.",
    labelNames: [...place, "status", "status_class", "model_status", "mirrored"],
    registers,
    collect() {
      this.reset();
      for (const { labels, series } of counted(context)) {
        for (const { status, modelStatus, mirrored, total } of series.outcomes) {
          const ended = { status: String(status), status_class: classOf(status), mirrored: String(mirrored) };
          this.inc({ ...labels, ...ended, model_status: modelStatus === undefined ? "" : String(modelStatus) }, total);
        }
      }
    },
  });
  new DurationHistogram(
    {
      name: "azureml_request_duration_seconds",
      help: "Seconds from the arrival of a scoring request to the last byte of its answer.",
      labelNames: place,
      registers,
    },
    () => [...counted(context)].map(({ labels, series }) => ({ labels, durations: series.durations })),
  );
  const deploymentGauge = (name: string, help: string, read: (deployment: Deployment) => number): void => {
    new Gauge({
      ...{ name, help, registers },
      labelNames: place,
      collect() {
        this.reset();
        for (const deployment of deployments(context)) {
          this.set({ endpoint: deployment.endpoint, deployment: deployment.name }, read(deployment));
        }
      },
    });
  };
  deploymentGauge("azureml_traffic_weight", "Percentage of live traffic.", ({ weight }) => weight);
  deploymentGauge("azureml_mirror_weight", "Percentage of live traffic that is copied to it.", ({ mirror }) => mirror);
  deploymentGauge("azureml_instances_ready", "Instances that take requests.", ({ ready }) => ready);
  deploymentGauge("azureml_instances_configured", "Instances that there should be.", ({ configured }) => configured);
  return registry;
}

interface Deployment {
  endpoint: string;
  name: string;
  weight: number;
  mirror: number;
  ready: number;
  configured: number;
}

function* deployments({ records, serving }: ArmContext): Generator<Deployment> {
  for (const endpoint of records.endpoints.all()) {
    const { traffic, mirrorTraffic } = endpoint.properties;
    for (const { name, sku } of records.deployments.below(endpoint.id)) {
      const instances = serving.instances(endpoint.name, name);
      yield {
        ...{ endpoint: endpoint.name, name, configured: sku.capacity },
        weight: traffic[name] ?? 0,
        mirror: mirrorTraffic[name] ?? 0,
        ready: instances.filter(({ state }) => state === "ready").length,
      };
    }
  }
}

/** The counts of the deployments that there are, and of requests that reached none. */
function* counted({ records, metrics }: ArmContext): Generator<{ labels: Labels; series: DeploymentSeries }> {
  for (const { id, name: endpoint } of records.endpoints.all()) {
    const there = new Set([noDeployment, ...records.deployments.below(id).map(({ name }) => name)]);
    for (const [deployment, series] of metrics.endpoint(endpoint)?.deployments ?? []) {
      if (there.has(deployment)) yield { labels: { endpoint, deployment }, series };
    }
  }
}

interface Labels {
  endpoint: string;
  deployment: string;
}
