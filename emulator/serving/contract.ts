import type { DataCollection, ModelDataCollection } from "../collection/contract";

/**
 * The seam between the control plane, which knows what should run, and the data plane, which runs it and answers
 * scoring requests. Plain data both ways; names are compared without regard to case.
 */

/** A probe in seconds and counts, every default already written out. */
export interface Probe {
  initialDelay: number;
  period: number;
  timeout: number;
  successThreshold: number;
  failureThreshold: number;
}

/** Everything that is needed to run one deployment; files are already on this machine. */
export interface DeploymentSpec {
  endpoint: string;
  deployment: string;
  /** Folder that holds the code as uploaded, and the scoring script's path in it. Absent: no code was given. */
  code?: { folder: string; scoringScript: string };
  /** The registered model's files (a folder that the model's content lies in) and its identity. */
  model?: { folder: string; name: string; version: string };
  environment: { image?: string; /** Text of the conda file. */ condaFile?: string };
  environmentVariables: Record<string, string>;
  /** `sku.capacity`: number of inference server processes. */
  instanceCount: number;
  /** Milliseconds after which a scoring request is answered with 408. */
  requestTimeoutMs: number;
  maxConcurrentRequestsPerInstance: number;
  livenessProbe: Probe;
  readinessProbe: Probe;
  /** Until it has succeeded, the other two do not count. Absent: none. */
  startupProbe?: Probe;
  appInsightsEnabled: boolean;
  /** What is collected of the production data. Absent: nothing. */
  dataCollection?: DataCollection;
  /** Where scripts with the older collector write. Absent: it is off. */
  modelDataCollection?: ModelDataCollection;
}

/** Why a deployment did not come up, in the service's words (`error.code`, `error.message` of the operation). */
export class DeploymentFailure extends Error {
  override readonly name = "DeploymentFailure";
  constructor(
    readonly code: string,
    message: string,
  ) {
    super(message);
  }
}

/** Which container's log is asked for. */
export type LogContainer = "InferenceServer" | "StorageInitializer";

/** One instance of a deployment, as it is now. */
export interface InstanceView {
  /** Short, and the same for the life of the instance, restarts included: `blue-7f3c2`. */
  name: string;
  state: "starting" | "ready" | "unready" | "restarting" | "stopping";
  /** How often its server was started again. */
  restarts: number;
}

/** Told of whole lines as an instance writes them. Must not throw. */
export type LogListener = (instance: string, lines: readonly string[]) => void;

/** Runs deployments as real inference servers. */
export interface ServingRuntime {
  /** Starts a deployment, or rolls a changed one; settles when every instance is ready. Rejects with DeploymentFailure. */
  apply(spec: DeploymentSpec): Promise<void>;
  /** Stops a deployment's instances. */
  remove(endpoint: string, deployment: string): Promise<void>;
  /** The last `tail` lines that the deployment's instances wrote, all instances in order of arrival. */
  logs(endpoint: string, deployment: string, container: LogContainer, tail?: number): string;
  /** State and events of the containers, as the service tells them before their lines; empty where nothing ever ran. */
  containerStatus(endpoint: string, deployment: string): string;
  /** The last `tail` lines of one instance; empty where there is no such instance, or no longer. */
  instanceLogs(endpoint: string, deployment: string, instance: string, tail?: number): string;
  /** Tells the lines that instances write from now on, of a later deployment of this name too; returns what ends it. */
  watchLogs(endpoint: string, deployment: string, listener: LogListener): () => void;
  /** The instances, oldest first; none where nothing runs. */
  instances(endpoint: string, deployment: string): readonly InstanceView[];
  /**
   * Kills the server of an instance, of all where none is named; it is started again as after any crash. Throws where
   * there is none.
   */
  crash(endpoint: string, deployment: string, instance?: string): void;
  /**
   * Stops the server of an instance, of all where none is named, from answering without ending it, until `resume` or
   * the verdict of its probes. Throws where there is none.
   */
  hang(endpoint: string, deployment: string, instance?: string): void;
  /** Ends `hang`. Throws where there is no such instance. */
  resume(endpoint: string, deployment: string, instance?: string): void;
  /**
   * Ends the data collection sidecar of an instance as a crash would, of all where none is named, and starts it again. Throws
   * where there is none.
   */
  restartCollector(endpoint: string, deployment: string, instance?: string): Promise<void>;
  /** Stops every instance. */
  stop(): Promise<void>;
}

export type AuthMode = "Key" | "AMLToken" | "AADToken";

/** What the scoring front end needs to know of an endpoint, at the moment of a request. */
export interface ServedEndpoint {
  name: string;
  authMode: AuthMode;
  keys: { primaryKey: string; secondaryKey: string };
  /** Positive live weights by deployment name; sum 0 or 100. */
  traffic: Readonly<Record<string, number>>;
  /** At most one entry, at most 50. */
  mirrorTraffic: Readonly<Record<string, number>>;
}

/** The control plane's answer to «who is this endpoint». Synchronous: it is asked for every scoring request. */
export interface EndpointDirectory {
  find(endpoint: string): ServedEndpoint | undefined;
  /** True where `token` is an AML token that this control plane issued for the endpoint and that has not expired. */
  validAmlToken(endpoint: string, token: string): boolean;
  /** True where a role assignment lets a principal of Entra send requests to the endpoint. */
  mayScore(endpoint: string, principal: string): boolean;
}
