import type { BatchJobListener } from "./contract";
import { DeploymentLog } from "../serving/instance/deployment-log";

/** What the workers of a job write, each line with the name of its worker, and what the engine says of it. */
export class JobLog {
  private readonly log: DeploymentLog;

  constructor(
    file: string,
    private readonly listener: BatchJobListener,
  ) {
    // A job ends, and who follows its log counts on all of it.
    this.log = new DeploymentLog(file, undefined, Infinity);
  }

  /** Takes the lines of one worker. */
  writer(worker: string): (line: string) => void {
    return (line) => {
      this.log.append([`[${worker}] ${line}`]);
      this.listener.logged?.(worker, [line]);
    };
  }

  /** What the engine has to say. */
  say(line: string): void {
    for (const each of line.split("\n")) this.writer("job")(each);
  }

  tail(count?: number): string {
    return this.log.tail(count);
  }

  /** Settles when everything is in the file. */
  close(): Promise<void> {
    return this.log.close();
  }
}
