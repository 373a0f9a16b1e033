import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import type { CollectorHost } from "../collection/contract";
import { InstanceCollector } from "../collection/instance-collector";
import { DeploymentFailure, type DeploymentSpec, type InstanceView } from "./contract";
import { type Sender, Upstream } from "./http/upstream";
import type { ContainerEvents } from "./instance/container-events";
import type { InstanceLogs } from "./instance/instance-logs";
import { watchHealth } from "./instance/probing";
import { scoringScript, serverEnvironment } from "./instance/server-environment";
import { startServerProcess, type ProcessExit, type ServerProcess } from "./instance/server-process";
import { comesUp } from "./instance/start-up";
import type { Slots } from "./slots";

/** What an instance runs with. */
export interface InstancePlan {
  spec: DeploymentSpec;
  python: string;
  launcher: string;
  /** Folder in which each instance gets a working folder of its own, for as long as it lives. */
  folder: string;
  logs: InstanceLogs;
  events: ContainerEvents;
  slots: Slots;
  /** What collects data; undefined where nothing can be collected. */
  collectors: CollectorHost | undefined;
}

/** A server that was ready, for as long as it runs. */
interface Running {
  server: ServerProcess;
  port: number;
  /** Aborted when the server has ended, or has to. */
  over: AbortSignal;
}

/** Lines of the log that a failure repeats. */
const FAILURE_LINES = 30;

/** Milliseconds that a server gets to end by itself. */
const GRACE = 3_000;

/** Milliseconds before a crashed server is started again, by the number of crashes in a row; Kubernetes waits longer. */
const RESTART_DELAYS = [0, 500, 1_000, 2_000, 5_000, 10_000, 30_000] as const;

/** A server that ran this many milliseconds ends a row of crashes. */
const STABLE = 60_000;

/** One instance: a process with the inference server, kept alive and open for requests as the probes say. */
export class Instance {
  readonly name: string;
  private state: InstanceView["state"] = "starting";
  private restarts = 0;
  private readonly stopping = new AbortController();
  private server: ServerProcess | undefined;
  private upstream: Sender | undefined;
  private collector: InstanceCollector | undefined;
  private keeper: Promise<void> | undefined;
  private readonly cwd: string;
  private readonly log;

  constructor(private readonly plan: InstancePlan) {
    this.name = `${plan.spec.deployment}-${randomBytes(3).toString("hex").slice(0, 5)}`;
    mkdirSync(plan.folder, { recursive: true });
    this.cwd = mkdtempSync(join(plan.folder, "instance-"));
    this.log = plan.logs.open(this.name);
  }

  get view(): InstanceView {
    const { name, state, restarts } = this;
    return { name, state, restarts };
  }

  /** Settles when the instance takes requests; rejects with `DeploymentFailure` where it does not come up. */
  async start(): Promise<void> {
    const { spec, collectors, folder } = this.plan;
    const log = (line: string): void => this.log.append([line]);
    const place = { instance: this.name, spoolFolder: folder, folder: this.cwd };
    this.collector = collectors && (await InstanceCollector.start(spec, place, collectors, log));
    const started = await this.comeUp();
    if (typeof started === "string") {
      throw new DeploymentFailure("ResourceNotReady", `${started}\n${this.log.tail(FAILURE_LINES)}`);
    }
    this.keeper = this.keepUp(started);
  }

  /** Takes no more requests, finishes those it has within `patience` milliseconds, and stops. */
  async drain(patience: number): Promise<void> {
    this.state = "stopping";
    const drained = new AbortController();
    if (this.upstream !== undefined) {
      const enough = delay(patience, undefined, { signal: drained.signal }).catch(() => undefined);
      await Promise.race([this.plan.slots.drain(this.upstream), enough]);
    }
    drained.abort();
    await this.stop();
  }

  async stop(): Promise<void> {
    this.state = "stopping";
    if (!this.stopping.signal.aborted) this.plan.events.happened("Killing");
    this.stopping.abort();
    this.shut();
    await this.server?.stop(GRACE);
    await this.keeper;
    await this.collector?.close();
    rmSync(this.cwd, { recursive: true, force: true });
    await this.plan.logs.drop(this.name);
  }

  crash(): void {
    this.server?.kill();
  }

  /** The server of this moment only: one that is started in its place answers. */
  hang(): void {
    this.server?.hang();
  }

  resume(): void {
    this.server?.resume();
  }

  /** Settles when the data collection sidecar is there again. */
  async restartCollector(): Promise<void> {
    await this.collector?.restart();
  }

  /** What the instance wrote; a collector's failure to send shows there only. */
  wrote(lines: readonly string[]): void {
    this.collector?.read(lines);
  }

  /** Starts a server and opens it for requests when it is ready; says why where it does not become so. */
  private async comeUp(): Promise<Running | string> {
    const { cwd, log } = this;
    const { spec, python, launcher, events } = this.plan;
    events.happened("Created");
    const env = { ...serverEnvironment(spec, python, process.env), ...this.collector?.environment };
    const server = startServerProcess({ python, launcher, script: scoringScript(spec), cwd, env }, log.writer());
    this.server = server;
    events.happened("Started");
    const ended = new AbortController();
    void server.exited.then(() => ended.abort());
    const over = AbortSignal.any([ended.signal, this.stopping.signal]);

    const start = await comesUp(server.port, spec, over);
    if ("port" in start) {
      this.open(start.port);
      return { server, port: start.port, over };
    }
    if (this.stopping.signal.aborted) return "The deployment was stopped before it was ready.";
    if (ended.signal.aborted) return `User container has crashed or terminated (${describe(await server.exited)}).`;
    await server.stop(GRACE);
    return `${start.failed} probe did not succeed in the time that it allows.`;
  }

  /** Watches the server and starts it again whenever it ends, until the instance is stopped. */
  private async keepUp(first: Running): Promise<void> {
    let crashes = 0;
    for (let running: Running | string = first; !this.stopping.signal.aborted; running = await this.comeUp()) {
      const since = Date.now();
      const why = typeof running === "string" ? running : await this.untilEnd(running);
      this.shut();
      if (this.stopping.signal.aborted) return;
      crashes = Date.now() - since > STABLE ? 0 : crashes + 1;
      this.turn("restarting");
      this.plan.events.happened("BackOff");
      this.log.append([`Restarting the container: ${why}`]);
      await this.pause(RESTART_DELAYS[Math.min(crashes, RESTART_DELAYS.length) - 1] ?? 0);
      this.restarts++;
    }
  }

  private async untilEnd({ server, port, over }: Running): Promise<string> {
    const { livenessProbe, readinessProbe } = this.plan.spec;
    let why: string | undefined;
    const onReadiness = (ready: boolean): void => {
      if (ready) return this.open(port);
      this.shut();
      this.turn("unready");
      this.plan.events.happened("ReadinessProbeFailed");
      this.log.append(["Readiness probe failed; the container gets no requests until it succeeds"]);
    };
    const onLiveness = (alive: boolean): void => {
      if (alive) return;
      why = "liveness probe failed";
      this.plan.events.happened("LivenessProbeFailed");
      void server.stop(GRACE);
    };
    void watchHealth(port, readinessProbe, onReadiness, over);
    void watchHealth(port, livenessProbe, onLiveness, over);
    const exit = await server.exited;
    return why ?? describe(exit);
  }

  private open(port: number): void {
    // An instance that is being stopped does not come back.
    if (this.state === "stopping") return;
    this.shut();
    const server = new Upstream(port);
    this.upstream = this.collector?.tapped(server) ?? server;
    this.plan.slots.open(this.upstream);
    this.state = "ready";
  }

  private shut(): void {
    if (this.upstream === undefined) return;
    this.plan.slots.close(this.upstream);
    this.upstream.close();
    this.upstream = undefined;
  }

  /** What is being stopped stays so. */
  private turn(state: InstanceView["state"]): void {
    if (this.state !== "stopping") this.state = state;
  }

  private async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

function describe({ code, signal }: ProcessExit): string {
  return signal === null ? `exit code ${code}` : `killed by ${signal}`;
}
