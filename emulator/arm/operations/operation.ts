import type { ErrorBody } from "../http/errors";
import type { Reply } from "../http/request";
import type { Stored } from "../store/store";

export type OperationStatus = "InProgress" | "Succeeded" | "Failed";

/** A long-running operation, and what its document tells. Its id is `{prefix}:{guid}:{guid}`, the last segment of its links. */
export interface Operation extends Stored {
  /** What it does, for example `onlineEndpoints/write`. */
  readonly action: string;
  /** The resource that it works on. */
  readonly target: string;
  readonly startTime: string;
  readonly status: OperationStatus;
  readonly endTime?: string;
  readonly error?: ErrorBody;
}

/** How the operations of one action are done. `data` is what the operation was started with, as JSON keeps it. */
export interface Performer<Data> {
  /**
   * Does the work. A DeploymentFailure or ArmError becomes the operation's error. Where the emulator ended meanwhile it
   * runs again from the beginning.
   */
  run(data: Data, operation: Operation): Promise<void>;
  /** Writes what the work leaves, in one transaction with the end of the operation. */
  finish(data: Data, target: string): void;
  /** Writes what a failure leaves, in one transaction with the end of the operation. */
  fail(data: Data, target: string): void;
  /** What `Location` answers in the end. */
  result(target: string): Reply;
  /** Whether it takes time as operations of the service do. */
  pace: "long-running" | "at once";
}

/** Starts operations of one kind. */
export interface Action<Data> {
  /** `begin` writes the records that show that it runs, in one transaction with the operation itself. */
  start(work: { name: string; target: string; data: Data; begin: () => void }): Operation;
  /** The operation of this kind that runs on `target`. */
  running(target: string): Operation | undefined;
}
