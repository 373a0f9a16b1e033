import { join } from "node:path";

import type { CollectorHost } from "../collection/contract";
import type { DeploymentSpec, InstanceView, LogContainer, LogListener, ServingRuntime } from "./contract";
import { Deployment, type DeploymentHost } from "./deployment";
import type { DeploymentRouter } from "./front-end";
import type { ServedDeployment } from "./front-end/deployment-call";
import type { Instance } from "./instance";
import { writeLauncher } from "./launcher";
import { LogWatchers } from "./log-watchers";

export interface ServingRuntimeOptions {
  /** A folder of the runtime's own, for logs and working folders. */
  folder: string;
  /** Folder under which Python environments are kept by content, as `python/<hash>`. */
  pythonHome: string;
  /** Progress for people: building an environment takes its time. */
  log: (line: string) => void;
  /** What collects data. Absent: nothing is collected. */
  collectors?: CollectorHost;
}

/** Runs every deployment as local inference server processes, none of which outlives this process. */
export function createServingRuntime(options: ServingRuntimeOptions): ServingRuntime & DeploymentRouter {
  return new LocalServingRuntime(options.folder, {
    launcher: writeLauncher(options.folder),
    pythonHome: options.pythonHome,
    log: options.log,
    ...(options.collectors ? { collectors: options.collectors } : {}),
  });
}

class LocalServingRuntime implements ServingRuntime, DeploymentRouter {
  /** By lower-cased endpoint, then lower-cased deployment. */
  private readonly endpoints = new Map<string, Map<string, Deployment>>();
  private readonly watchers = new LogWatchers();

  constructor(
    private readonly folder: string,
    private readonly host: DeploymentHost,
  ) {}

  apply(spec: DeploymentSpec): Promise<void> {
    return (this.find(spec.endpoint, spec.deployment) ?? this.add(spec)).apply(spec);
  }

  async remove(endpoint: string, deployment: string): Promise<void> {
    const found = this.find(endpoint, deployment);
    if (found === undefined) return;
    const deployments = this.endpoints.get(endpoint.toLowerCase());
    deployments?.delete(deployment.toLowerCase());
    if (deployments?.size === 0) this.endpoints.delete(endpoint.toLowerCase());
    await found.remove();
  }

  logs(endpoint: string, deployment: string, container: LogContainer, tail?: number): string {
    const found = this.find(endpoint, deployment);
    return (container === "InferenceServer" ? found?.serverLog(tail) : found?.storageLog(tail)) ?? "";
  }

  containerStatus(endpoint: string, deployment: string): string {
    return this.find(endpoint, deployment)?.containerStatus() ?? "";
  }

  instanceLogs(endpoint: string, deployment: string, instance: string, tail?: number): string {
    return this.find(endpoint, deployment)?.serverLog(tail, instance) ?? "";
  }

  watchLogs(endpoint: string, deployment: string, listener: LogListener): () => void {
    return this.watchers.watch(endpoint, deployment, listener);
  }

  instances(endpoint: string, deployment: string): readonly InstanceView[] {
    return this.find(endpoint, deployment)?.views() ?? [];
  }

  crash(endpoint: string, deployment: string, instance?: string): void {
    for (const one of this.chosen(endpoint, deployment, instance)) one.crash();
  }

  hang(endpoint: string, deployment: string, instance?: string): void {
    for (const one of this.chosen(endpoint, deployment, instance)) one.hang();
  }

  resume(endpoint: string, deployment: string, instance?: string): void {
    for (const one of this.chosen(endpoint, deployment, instance)) one.resume();
  }

  async restartCollector(endpoint: string, deployment: string, instance?: string): Promise<void> {
    await Promise.all(this.chosen(endpoint, deployment, instance).map((one) => one.restartCollector()));
  }

  async stop(): Promise<void> {
    const all = [...this.endpoints.values()].flatMap((deployments) => [...deployments.values()]);
    this.endpoints.clear();
    await Promise.all(all.map((deployment) => deployment.stop()));
  }

  route(endpoint: string, deployment: string): ServedDeployment | undefined {
    return this.find(endpoint, deployment);
  }

  private chosen(endpoint: string, deployment: string, instance?: string): Instance[] {
    const found = this.find(endpoint, deployment);
    if (found !== undefined) return found.chosen(instance);
    throw new Error(`deployment ${endpoint}/${deployment}: none of that name runs; create it first`);
  }

  private find(endpoint: string, deployment: string): Deployment | undefined {
    return this.endpoints.get(endpoint.toLowerCase())?.get(deployment.toLowerCase());
  }

  private add(spec: DeploymentSpec): Deployment {
    const [endpoint, name] = [spec.endpoint.toLowerCase(), spec.deployment.toLowerCase()];
    const deployment = new Deployment(spec, join(this.folder, endpoint, name), this.host, (instance, lines) =>
      this.watchers.tell(endpoint, name, instance, lines),
    );
    const deployments = this.endpoints.get(endpoint) ?? new Map<string, Deployment>();
    this.endpoints.set(endpoint, deployments.set(name, deployment));
    return deployment;
  }
}
