import { rm } from "node:fs/promises";
import { join } from "node:path";

import type { LogListener } from "../contract";
import { DeploymentLog } from "./deployment-log";

/** What the instances of one deployment write: all of it together, and that of each living instance by itself. */
export class InstanceLogs {
  private readonly all: DeploymentLog;
  private readonly each = new Map<string, DeploymentLog>();

  constructor(
    private readonly folder: string,
    private readonly listener: LogListener,
  ) {
    this.all = new DeploymentLog(join(folder, "inference-server.log"));
  }

  /** A log for a new instance. What is written there is in the log of all as well. */
  open(instance: string): DeploymentLog {
    const log = new DeploymentLog(this.file(instance), (lines) => {
      this.all.append(lines);
      this.listener(instance, lines);
    });
    this.each.set(instance, log);
    return log;
  }

  /** The instance is gone: its lines stay in the log of all only, or rolled deployments would fill the disk. */
  async drop(instance: string): Promise<void> {
    const log = this.each.get(instance);
    if (!this.each.delete(instance)) return;
    await log?.close();
    await Promise.all(["", ".1"].map((older) => rm(this.file(instance) + older, { force: true })));
  }

  /** The last `count` lines of an instance, of all where none is named. */
  tail(count?: number, instance?: string): string {
    const log = instance === undefined ? this.all : this.each.get(instance);
    return log?.tail(count) ?? "";
  }

  /** Settles when everything is in the files. */
  async close(): Promise<void> {
    await this.all.close();
  }

  private file(instance: string): string {
    return join(this.folder, `${instance}.log`);
  }
}
