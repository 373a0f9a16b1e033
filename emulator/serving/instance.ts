import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

import { DeploymentFailure, type DeploymentSpec } from "./contract";
import { Upstream } from "./http/upstream";
import type { DeploymentLog } from "./instance/deployment-log";
import { becomesReady, watchHealth } from "./instance/probing";
import { scoringScript, serverEnvironment } from "./instance/server-environment";
import { startServerProcess, type ProcessExit, type ServerProcess } from "./instance/server-process";
import type { Slots } from "./slots";

/** What an instance runs with. */
export interface InstancePlan {
  spec: DeploymentSpec;
  python: string;
  launcher: string;
  /** Folder in which each instance gets a working folder of its own, for as long as it lives. */
  folder: string;
  log: DeploymentLog;
  slots: Slots;
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
  private readonly stopping = new AbortController();
  private server: ServerProcess | undefined;
  private upstream: Upstream | undefined;
  private keeper: Promise<void> | undefined;
  private readonly cwd: string;

  constructor(private readonly plan: InstancePlan) {
    mkdirSync(plan.folder, { recursive: true });
    this.cwd = mkdtempSync(join(plan.folder, "instance-"));
  }

  /** Settles when the instance takes requests; rejects with `DeploymentFailure` where it does not come up. */
  async start(): Promise<void> {
    const started = await this.comeUp();
    if (typeof started === "string") {
      throw new DeploymentFailure("ResourceNotReady", `${started}\n${this.plan.log.tail(FAILURE_LINES)}`);
    }
    this.keeper = this.keepUp(started);
  }

  /** Takes no more requests, finishes those it has within `patience` milliseconds, and stops. */
  async drain(patience: number): Promise<void> {
    const drained = new AbortController();
    if (this.upstream !== undefined) {
      const enough = delay(patience, undefined, { signal: drained.signal }).catch(() => undefined);
      await Promise.race([this.plan.slots.drain(this.upstream), enough]);
    }
    drained.abort();
    await this.stop();
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    this.shut();
    await this.server?.stop(GRACE);
    await this.keeper;
    rmSync(this.cwd, { recursive: true, force: true });
  }

  /** Starts a server and opens it for requests when it is ready; says why where it does not become so. */
  private async comeUp(): Promise<Running | string> {
    const { cwd } = this;
    const { spec, python, launcher, log } = this.plan;
    const env = serverEnvironment(spec, python, process.env);
    const server = startServerProcess({ python, launcher, script: scoringScript(spec), cwd, env }, log.writer());
    this.server = server;
    const ended = new AbortController();
    void server.exited.then(() => ended.abort());
    const over = AbortSignal.any([ended.signal, this.stopping.signal]);

    const port = await Promise.race([server.port, server.exited.then(() => undefined)]);
    if (port !== undefined && (await becomesReady(port, spec.readinessProbe, over))) {
      this.open(port);
      return { server, port, over };
    }
    if (this.stopping.signal.aborted) return "The deployment was stopped before it was ready.";
    if (ended.signal.aborted) return `User container has crashed or terminated (${describe(await server.exited)}).`;
    await server.stop(GRACE);
    return "Readiness probe did not succeed in the time that it allows.";
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
      this.plan.log.append([`Restarting the container: ${why}`]);
      await this.pause(RESTART_DELAYS[Math.min(crashes, RESTART_DELAYS.length) - 1] ?? 0);
    }
  }

  private async untilEnd({ server, port, over }: Running): Promise<string> {
    const { livenessProbe, readinessProbe } = this.plan.spec;
    let why: string | undefined;
    const onReadiness = (ready: boolean): void => (ready ? this.open(port) : this.shut());
    const onLiveness = (alive: boolean): void => {
      if (alive) return;
      why = "liveness probe failed";
      void server.stop(GRACE);
    };
    void watchHealth(port, readinessProbe, onReadiness, over);
    void watchHealth(port, livenessProbe, onLiveness, over);
    const exit = await server.exited;
    return why ?? describe(exit);
  }

  private open(port: number): void {
    this.shut();
    this.upstream = new Upstream(port);
    this.plan.slots.open(this.upstream);
  }

  private shut(): void {
    if (this.upstream === undefined) return;
    this.plan.slots.close(this.upstream);
    this.upstream.close();
    this.upstream = undefined;
  }

  private async pause(milliseconds: number): Promise<void> {
    await delay(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}

function describe({ code, signal }: ProcessExit): string {
  return signal === null ? `exit code ${code}` : `killed by ${signal}`;
}
