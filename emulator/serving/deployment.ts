import { DeploymentFailure, type DeploymentSpec, type InstanceView, type LogListener } from "./contract";
import type { ServedDeployment } from "./front-end/deployment-call";
import type { CollectorHost } from "../collection/contract";
import { writeLeftovers } from "../collection/leftovers";
import { messageOf } from "../error-message";
import { Instance } from "./instance";
import { ContainerEvents } from "./instance/container-events";
import { InstanceLogs } from "./instance/instance-logs";
import { preparePythonEnvironment } from "./python-environment";
import { Slots } from "./slots";

/** What every deployment of an emulator shares. */
export interface DeploymentHost {
  launcher: string;
  /** Folder under which `python/<hash>` is kept. */
  pythonHome: string;
  /** Progress for people. */
  log: (line: string) => void;
  /** What collects data; undefined where nothing can be collected. */
  collectors?: CollectorHost;
}

/** Share of the instances that is replaced at a time (Microsoft Docs, "Deploy online endpoints", rolling updates). */
const UPDATED_AT_ONCE = 0.2;

/** One deployment: as many instances as it should have, all with the content that it should have. */
export class Deployment implements ServedDeployment {
  readonly slots = new Slots();
  readonly name: string;
  requestTimeoutMs: number;
  private readonly logs: InstanceLogs;
  private readonly events = new ContainerEvents();
  private readonly initializerLog: string[] = [];
  private instances: Instance[] = [];
  /** What the running instances were started with; undefined where they differ or there are none. */
  private content: string | undefined;
  /** Every instance from its start to its end. */
  private readonly living = new Set<Instance>();
  private removed = false;
  private work: Promise<unknown> = Promise.resolve();

  constructor(
    spec: DeploymentSpec,
    private readonly folder: string,
    private readonly host: DeploymentHost,
    /** Told of what the instances write. */
    listener: LogListener,
  ) {
    this.name = spec.deployment;
    this.requestTimeoutMs = spec.requestTimeoutMs;
    this.logs = new InstanceLogs(folder, (instance, lines) => {
      listener(instance, lines);
      for (const one of this.living) if (one.name === instance) one.wrote(lines);
    });
    if (host.collectors) {
      this.work = writeLeftovers(folder, host.collectors.blobs, host.log).catch((error: unknown) => {
        host.log(`Data that was collected before can't be written: ${messageOf(error)}`);
      });
    }
  }

  /** Brings the deployment to what `spec` says, after whatever is under way; settles when every instance is ready. */
  apply(spec: DeploymentSpec): Promise<void> {
    return this.inTurn(() => this.become(spec));
  }

  /** Finishes the requests under way and stops all instances; what is starting is stopped at once. */
  async remove(): Promise<void> {
    this.removed = true;
    const starting = [...this.living].filter(({ view }) => view.state === "starting");
    await Promise.all(starting.map((instance) => instance.stop()));
    await this.inTurn(() => this.shrink(0));
    await this.logs.close();
  }

  /** Stops all instances at once. */
  async stop(): Promise<void> {
    this.removed = true;
    await Promise.all([...this.living].map((instance) => instance.stop()));
    await this.logs.close();
  }

  /** All instances that there are, oldest first. */
  views(): InstanceView[] {
    return [...this.living].map(({ view }) => view);
  }

  /** State and events of the instances' containers. */
  containerStatus(): string {
    return this.events.text(this.views());
  }

  /** The instance of that name, all where none is named. Throws where there is none. */
  chosen(name?: string): Instance[] {
    const chosen = [...this.living].filter((instance) => name === undefined || instance.name === name);
    if (chosen.length > 0) return chosen;
    const names = [...this.living].map((instance) => instance.name).join(", ");
    throw new Error(
      name === undefined
        ? `deployment ${this.name}: it has no instance; wait until it is started`
        : `instance ${name}: deployment ${this.name} has no such instance; it has ${names === "" ? "none" : names}`,
    );
  }

  /** The last lines that an instance wrote, all instances where none is named. */
  serverLog(tail?: number, instance?: string): string {
    return this.logs.tail(tail, instance);
  }

  /** What was made ready before the first instance started. */
  storageLog(tail = Infinity): string {
    return this.initializerLog.slice(-tail).join("\n");
  }

  private async become(spec: DeploymentSpec): Promise<void> {
    const { image, condaFile } = spec.environment;
    this.initialize(spec);
    const environment = { image, condaFile, home: this.host.pythonHome };
    this.events.happened("Pulling");
    const { python } = await preparePythonEnvironment(environment, this.host.log);
    this.events.happened("Pulled");
    this.events.happened("Downloaded");
    const content = contentOf(spec, python);
    if (content === this.content) {
      await this.grow(spec, python, spec.instanceCount - this.instances.length);
      await this.shrink(spec.instanceCount);
    } else {
      await this.roll(spec, python);
    }
    this.content = content;
    this.requestTimeoutMs = spec.requestTimeoutMs;
    this.slots.configure(spec.maxConcurrentRequestsPerInstance, spec.instanceCount);
  }

  /** New instances first, a fifth at a time, then as many old ones are drained; a failure leaves the old ones serving. */
  private async roll(spec: DeploymentSpec, python: string): Promise<void> {
    const old = this.instances;
    const step = old.length === 0 ? spec.instanceCount : Math.ceil(UPDATED_AT_ONCE * spec.instanceCount);
    this.slots.configure(spec.maxConcurrentRequestsPerInstance, Math.max(spec.instanceCount, old.length));
    for (let up = 0; up < spec.instanceCount; up += step) {
      await this.grow(spec, python, Math.min(step, spec.instanceCount - up));
      this.content = undefined;
      await this.retire(old.slice(up, up + step));
    }
    await this.retire(old.filter((instance) => this.instances.includes(instance)));
  }

  private async grow(spec: DeploymentSpec, python: string, count: number): Promise<void> {
    if (this.removed) throw new DeploymentFailure("ResourceNotReady", "The deployment was removed.");
    const { folder, logs, events, slots } = this;
    const { launcher, collectors } = this.host;
    const plan = { spec, python, launcher, folder, logs, events, slots, collectors };
    const fresh = Array.from({ length: Math.max(0, count) }, () => new Instance(plan));
    for (const instance of fresh) this.living.add(instance);
    const starts = await Promise.allSettled(fresh.map((instance) => instance.start()));

    const failure = starts.find((start) => start.status === "rejected");
    if (failure !== undefined) {
      await this.end(fresh);
      throw failure.reason;
    }
    this.instances = [...this.instances, ...fresh];
  }

  private shrink(count: number): Promise<void> {
    return this.retire(this.instances.slice(count));
  }

  private async retire(instances: readonly Instance[]): Promise<void> {
    await this.end(instances);
    this.instances = this.instances.filter((instance) => !instances.includes(instance));
  }

  private async end(instances: readonly Instance[]): Promise<void> {
    await Promise.all(instances.map((instance) => instance.drain(this.requestTimeoutMs)));
    for (const instance of instances) this.living.delete(instance);
  }

  private initialize({ model, code }: DeploymentSpec): void {
    if (model) this.initializerLog.push(`Model ${model.name}:${model.version} is at ${model.folder}`);
    if (code) this.initializerLog.push(`Code is at ${code.folder}`);
  }

  private inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.work.then(work);
    this.work = done.catch(() => undefined);
    return done;
  }
}

/** Everything that a running server can't be told later; the limits of the front end are not part of it. */
function contentOf(spec: DeploymentSpec, python: string): string {
  const { code, model, environmentVariables, appInsightsEnabled, dataCollection, modelDataCollection } = spec;
  const probes = [spec.livenessProbe, spec.readinessProbe, spec.startupProbe];
  const variables = Object.entries(environmentVariables).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([
    python,
    code,
    model,
    variables,
    probes,
    appInsightsEnabled,
    dataCollection,
    modelDataCollection,
  ]);
}
