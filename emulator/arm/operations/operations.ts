import { randomUUID } from "node:crypto";
import { ArmError, type ErrorBody } from "../http/errors";
import type { Reply } from "../http/request";
import { DeploymentFailure } from "../../serving/contract";

export type OperationStatus = "InProgress" | "Succeeded" | "Failed";

/** A long-running operation, and what its document tells. */
export interface Operation {
  /** `{prefix}:{guid}:{guid}`, the last segment of its links. */
  readonly name: string;
  /** The resource that it works on. */
  readonly target: string;
  readonly startTime: string;
  status: OperationStatus;
  endTime?: string;
  error?: ErrorBody;
  /** What `Location` answers in the end. */
  readonly result: () => Reply;
}

/** What to do, on which resource. */
export interface Work {
  /** `oeidp` for online endpoints, `odidp` for online deployments (seen in links of the service). */
  prefix: string;
  /** Guid of the workspace. */
  scope: string;
  target: string;
  /** Does it. A DeploymentFailure or ArmError becomes the operation's error. */
  run(operation: Operation): Promise<void>;
  /** Runs after a failure, before the operation counts as ended. */
  fail(error: ErrorBody): void;
  result(): Reply;
}

/** How many operations are remembered; the oldest ended one goes first. */
const remembered = 2000;

/** Runs long-running operations and remembers them. */
export class Operations {
  private readonly known = new Map<string, Operation>();
  private readonly running = new Map<Operation, Promise<void>>();

  constructor(
    private readonly now: () => Date,
    /** Waits before an operation does its work; what makes operations take time. */
    private readonly pace: () => Promise<void>,
    private readonly onDefect: (error: unknown) => void,
  ) {}

  start(work: Work): Operation {
    const operation: Operation = {
      name: `${work.prefix}:${work.scope}:${randomUUID()}`,
      target: work.target,
      startTime: this.now().toISOString(),
      status: "InProgress",
      result: () => work.result(),
    };
    this.known.set(operation.name.toLowerCase(), operation);
    this.forget();
    const done = this.perform(work, operation).finally(() => this.running.delete(operation));
    this.running.set(operation, done);
    return operation;
  }

  find(name: string): Operation | undefined {
    return this.known.get(name.toLowerCase());
  }

  /** Waits for the operations that run now on `id` and below, but not for `except`. */
  async settled(id = "", except?: Operation): Promise<void> {
    const below = [...this.running].filter(([operation]) => operation !== except && lies(operation.target, id));
    await Promise.all(below.map(([, done]) => done));
  }

  private async perform(work: Work, operation: Operation): Promise<void> {
    try {
      await this.pace();
      await work.run(operation);
      operation.status = "Succeeded";
    } catch (error) {
      operation.error = this.worded(error);
      work.fail(operation.error);
      operation.status = "Failed";
    }
    operation.endTime = this.now().toISOString();
  }

  private forget(): void {
    if (this.known.size <= remembered) return;
    for (const [key, operation] of this.known) {
      if (operation.status !== "InProgress") return void this.known.delete(key);
    }
  }

  private worded(error: unknown): ErrorBody {
    if (error instanceof DeploymentFailure) return { code: error.code, message: error.message };
    if (error instanceof ArmError) return error.body.error;
    this.onDefect(error);
    return { code: "InternalServerError", message: "The local Azure ML has a defect; its log has the details." };
  }
}

function lies(target: string, id: string): boolean {
  return `${target.toLowerCase()}/`.startsWith(id === "" ? "" : `${id.toLowerCase()}/`);
}
