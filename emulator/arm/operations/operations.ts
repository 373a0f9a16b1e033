import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { DeploymentFailure } from "../../serving/contract";
import { ArmError, type ErrorBody } from "../http/errors";
import type { Reply } from "../http/request";
import { sameId } from "../store/resource";
import { NotWritten, type Collection, type Store, type Stored } from "../store/store";
import type { Action, Operation, Performer } from "./operation";

/** How many operations are remembered; the oldest ended one goes first. */
const remembered = 2000;

/** Milliseconds between tries to write an operation's end. */
const writeAgainAfter = 500;

export interface OperationsOptions {
  store: Store;
  now(): Date;
  /** Waits before an operation does its work; what makes operations take time. May reject with DeploymentFailure. */
  pace(operation: { action: string; target: string }): Promise<void>;
  /** Hears of errors that are the emulator's own fault. */
  onDefect(error: unknown): void;
}

/** What an operation was started with, kept until it has ended. */
interface Task<Data> extends Stored {
  data: Data;
}

/** A performer, with the data of its operations at hand. */
interface Bound extends Pick<Performer<unknown>, "result" | "pace"> {
  run(operation: Operation): Promise<void>;
  finish(operation: Operation): void;
  fail(operation: Operation): void;
  forget(operation: Operation): void;
}

/** Runs long-running operations and remembers them, also over a restart. */
export class Operations {
  private readonly known: Collection<Operation>;
  private readonly performers = new Map<string, Bound>();
  private readonly running = new Map<string, { operation: Operation; done: Promise<void> }>();
  private halted = false;
  private stopWaiting = (): void => undefined;
  private readonly stopped = new Promise<void>((resolve) => (this.stopWaiting = resolve));

  constructor(private readonly options: OperationsOptions) {
    this.known = options.store.collection("operations");
  }

  /** Teaches how the operations called `action` are done. */
  define<Data>(action: string, performer: Performer<Data>): Action<Data> {
    const { store } = this.options;
    const tasks = store.collection<Task<Data>>(`operations/${action}`);
    const data = ({ id }: Operation): Data => {
      const task = tasks.get(id);
      if (task === undefined) throw new Error(`the operation ${id} has lost its data`);
      return task.data;
    };
    this.performers.set(action, {
      result: (target) => performer.result(target),
      pace: performer.pace,
      run: (operation) => performer.run(data(operation), operation),
      finish: (operation) => performer.finish(data(operation), operation.target),
      fail: (operation) => performer.fail(data(operation), operation.target),
      forget: ({ id }) => tasks.delete(id),
    });
    return {
      start: ({ name, target, data, begin }) => {
        const startTime = this.options.now().toISOString();
        const operation: Operation = { id: name, action, target, startTime, status: "InProgress" };
        store.transact(() => {
          begin();
          this.known.put(operation);
          tasks.put({ id: name, data });
          this.forgetOldest();
        });
        this.perform(operation);
        return operation;
      },
      running: (target) =>
        [...this.running.values()]
          .map(({ operation }) => operation)
          .find((operation) => operation.action === action && sameId(operation.target, target)),
    };
  }

  /** A name for an operation. `scope`: guid of the workspace. */
  name(prefix: string, scope: string): string {
    return `${prefix}:${scope}:${randomUUID()}`;
  }

  /** The operations that run now, oldest first. */
  get underWay(): Operation[] {
    return [...this.running.values()].map(({ operation }) => operation);
  }

  find(name: string): Operation | undefined {
    return this.known.get(name);
  }

  /** What an operation's `Location` answers once it has succeeded. */
  result({ action, target }: Operation): Reply {
    return this.performer(action).result(target);
  }

  /** Goes on with the operations that were under way when the emulator ended. */
  resume(): void {
    for (const operation of this.known.all()) if (operation.status === "InProgress") this.perform(operation);
  }

  /** Waits for the operations that run now on `id` and below, but not for `except`. */
  async settled(id = "", except?: Operation): Promise<void> {
    const others = [...this.running.values()].filter(({ operation }) => operation.id !== except?.id);
    await Promise.all(others.filter(({ operation }) => lies(operation.target, id)).map(({ done }) => done));
  }

  /** Waits for an operation; undefined where it is no more remembered. */
  async ended({ id }: Operation): Promise<Operation | undefined> {
    await this.running.get(id)?.done;
    return this.find(id);
  }

  /** From now on no operation ends any more; those under way go on after the next start. */
  halt(): void {
    this.halted = true;
    this.stopWaiting();
  }

  private perform(operation: Operation): void {
    const done = this.attempt(operation)
      .then((failure) => this.end(operation, failure))
      .finally(() => this.running.delete(operation.id));
    this.running.set(operation.id, { operation, done });
  }

  private async attempt(operation: Operation): Promise<{ error: unknown } | undefined> {
    const { action, target } = operation;
    try {
      const performer = this.performer(action);
      if (performer.pace === "long-running") {
        await Promise.race([this.options.pace({ action, target }), this.stopped]);
      }
      if (!this.halted) await performer.run(operation);
      return undefined;
    } catch (error) {
      return { error };
    }
  }

  /** Where the disk takes nothing, the operation stays under way until it does. */
  private async end(operation: Operation, failure: { error: unknown } | undefined): Promise<void> {
    let told = false;
    while (!this.halted) {
      try {
        return this.concludeOnce(operation, failure);
      } catch (error) {
        if (!(error instanceof NotWritten)) throw error;
        if (!told) this.options.onDefect(error);
        told = true;
        await Promise.race([sleep(writeAgainAfter), this.stopped]);
      }
    }
  }

  private concludeOnce(operation: Operation, failure: { error: unknown } | undefined): void {
    try {
      this.conclude(operation, failure && this.worded(failure.error));
    } catch (error) {
      if (error instanceof NotWritten) throw error;
      this.conclude(operation, this.worded(error));
    }
  }

  private conclude(operation: Operation, error: ErrorBody | undefined): void {
    const endTime = this.options.now().toISOString();
    const performer = this.performers.get(operation.action);
    this.options.store.transact(() => {
      if (error) performer?.fail(operation);
      else performer?.finish(operation);
      performer?.forget(operation);
      this.known.put({ ...operation, status: error ? "Failed" : "Succeeded", endTime, error });
    });
  }

  private forgetOldest(): void {
    const all = this.known.all();
    const oldest = all.length > remembered ? all.find(({ status }) => status !== "InProgress") : undefined;
    if (oldest) this.known.delete(oldest.id);
  }

  private performer(action: string): Bound {
    const performer = this.performers.get(action);
    if (performer === undefined) throw new Error(`nobody knows how to do '${action}'`);
    return performer;
  }

  private worded(error: unknown): ErrorBody {
    if (error instanceof DeploymentFailure) return { code: error.code, message: error.message };
    if (error instanceof ArmError) return error.body.error;
    this.options.onDefect(error);
    return { code: "InternalServerError", message: "The local Azure ML has a defect; its log has the details." };
  }
}

function lies(target: string, id: string): boolean {
  return `${target.toLowerCase()}/`.startsWith(id === "" ? "" : `${id.toLowerCase()}/`);
}
