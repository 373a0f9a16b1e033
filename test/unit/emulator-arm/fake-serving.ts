import type {
  DeploymentSpec,
  EndpointDirectory,
  InstanceView,
  LogContainer,
  LogListener,
  ServingRuntime,
} from "../../../emulator/serving/contract";
import type { ServingPart } from "../../../emulator/parts";
import type { RequestObserver } from "../../../emulator/serving/front-end/request-record";

/** Remembers what it was asked to run, and fails on demand. */
export class FakeServing implements ServingPart {
  readonly applied: DeploymentSpec[] = [];
  readonly removed: string[] = [];
  /** Both, in order. */
  readonly events: string[] = [];
  /** What the next `apply` rejects with. */
  failure: Error | undefined;
  directory: EndpointDirectory | undefined;
  /** What `instances` gives, by `endpoint/deployment`; by default as many ready ones as the last spec says, `blue-0` and on. */
  readonly views = new Map<string, readonly InstanceView[]>();
  private readonly listeners = new Set<{ key: string; listener: LogListener }>();
  /** What the emulator wants to hear of each scoring request. */
  onRequest: RequestObserver = () => undefined;

  readonly runtime: ServingRuntime = {
    apply: async (spec) => {
      this.applied.push(spec);
      this.events.push(`apply ${spec.endpoint}/${spec.deployment}`);
      const { failure } = this;
      this.failure = undefined;
      if (failure) throw failure;
    },
    remove: async (endpoint, deployment) => {
      this.removed.push(`${endpoint}/${deployment}`);
      this.events.push(`remove ${endpoint}/${deployment}`);
    },
    logs: (endpoint, deployment, container: LogContainer, tail) =>
      `${endpoint}/${deployment} ${container} ${tail ?? "all"}`,
    instances: (endpoint, deployment) => this.instances(endpoint, deployment),
    containerStatus: () => "Instance status:",
    instanceLogs: (endpoint, deployment, instance, tail) => `${endpoint}/${deployment}/${instance} ${tail ?? "all"}`,
    watchLogs: (endpoint, deployment, listener) => {
      const watcher = { key: keyOf(endpoint, deployment), listener };
      this.listeners.add(watcher);
      return () => void this.listeners.delete(watcher);
    },
    crash: (endpoint, deployment, instance) => this.touch("crash", endpoint, deployment, instance),
    hang: (endpoint, deployment, instance) => this.touch("hang", endpoint, deployment, instance),
    resume: (endpoint, deployment, instance) => this.touch("resume", endpoint, deployment, instance),
    restartCollector: async (endpoint, deployment, instance) =>
      this.touch("restart collector of", endpoint, deployment, instance),
    stop: async () => undefined,
  };

  /** Lets an instance write lines. */
  write(endpoint: string, deployment: string, instance: string, lines: readonly string[]): void {
    for (const { key, listener } of this.listeners) {
      if (key === keyOf(endpoint, deployment)) listener(instance, lines);
    }
  }

  private instances(endpoint: string, deployment: string): readonly InstanceView[] {
    const key = keyOf(endpoint, deployment);
    const spec = this.applied.findLast((one) => keyOf(one.endpoint, one.deployment) === key);
    const last = this.events.findLast(
      (event) => /^(apply|remove) /.test(event) && event.toLowerCase().endsWith(` ${key}`),
    );
    const count = last?.startsWith("apply") ? (spec?.instanceCount ?? 0) : 0;
    const ready = Array.from({ length: count }, (_, i): InstanceView => {
      return { name: `${deployment}-${i}`, state: "ready", restarts: 0 };
    });
    return this.views.get(key) ?? ready;
  }

  private touch(
    what: "crash" | "hang" | "resume" | "restart collector of",
    endpoint: string,
    deployment: string,
    instance?: string,
  ): void {
    const names = this.instances(endpoint, deployment).map(({ name }) => name);
    if (names.length === 0 || (instance !== undefined && !names.includes(instance))) {
      throw new Error(`${instance ?? "an instance"}: ${endpoint}/${deployment} has no such instance`);
    }
    this.events.push(`${what} ${endpoint}/${deployment}/${instance ?? "*"}`);
  }

  async open({ directory, onRequest }: Parameters<ServingPart["open"]>[0]): ReturnType<ServingPart["open"]> {
    this.directory = directory;
    if (onRequest) this.onRequest = onRequest;
    return { url: "http://127.0.0.1:9999", close: async () => undefined };
  }
}

function keyOf(endpoint: string, deployment: string): string {
  return `${endpoint}/${deployment}`.toLowerCase();
}
