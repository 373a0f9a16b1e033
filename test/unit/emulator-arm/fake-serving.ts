import type {
  DeploymentSpec,
  EndpointDirectory,
  LogContainer,
  ServingRuntime,
} from "../../../emulator/serving/contract";
import type { ServingPart } from "../../../emulator/parts";

/** Remembers what it was asked to run, and fails on demand. */
export class FakeServing implements ServingPart {
  readonly applied: DeploymentSpec[] = [];
  readonly removed: string[] = [];
  /** Both, in order. */
  readonly events: string[] = [];
  /** What the next `apply` rejects with. */
  failure: Error | undefined;
  directory: EndpointDirectory | undefined;

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
    stop: async () => undefined,
  };

  async open(directory: EndpointDirectory): Promise<{ url: string; close(): Promise<void> }> {
    this.directory = directory;
    return { url: "http://127.0.0.1:9999", close: async () => undefined };
  }
}
