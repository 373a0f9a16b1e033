import type { ChildProcess } from "node:child_process";
import { endChild, nextMessage, startChild } from "./child";
import type { Expected, Report } from "./stretch";

/** Whom to ask, how often, and what to expect at first. */
export interface ClientOptions {
  /** ARM id. */
  workspace: string;
  /** Name of the endpoint. */
  endpoint: string;
  /** Requests a second. */
  rate: number;
  first: Expected;
}

/** A client that sends requests at a steady rate and watches the endpoint, in a process of its own. */
export class Load {
  private constructor(private readonly child: ChildProcess) {}

  /** Settles when the first request is about to be sent. The environment has to lead to the service. */
  static async start(options: ClientOptions): Promise<Load> {
    const child = startChild("client-program.ts", options);
    await nextMessage(child);
    return new Load(child);
  }

  /** Begins a stretch of time; gives what was seen in the one before, once all its requests are answered. */
  turn(expected: Expected): Promise<Report> {
    const report = nextMessage<Report>(this.child);
    this.child.send(expected);
    return report;
  }

  stop(): Promise<void> {
    return endChild(this.child);
  }
}
