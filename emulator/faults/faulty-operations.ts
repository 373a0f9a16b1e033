import type { Action, Performer } from "../arm/operations/operation";
import { Operations, type OperationsOptions } from "../arm/operations/operations";
import type { RunningOperation } from "./operation-faults";

/** What comes between operations and their work. */
export interface Interference {
  /** Before an operation does its work. May reject with DeploymentFailure. */
  beforeOperation(operation: RunningOperation): Promise<void>;
  /** After it, before the outcome is written down. May throw DeploymentFailure. */
  afterOperation(operation: RunningOperation): void;
}

/** Operations that faults can come between. */
export class FaultyOperations extends Operations {
  constructor(
    options: OperationsOptions,
    private readonly faults: Interference,
  ) {
    super({
      ...options,
      pace: async (operation) => {
        await options.pace(operation);
        await faults.beforeOperation(operation);
      },
    });
  }

  override define<Data>(action: string, performer: Performer<Data>): Action<Data> {
    return super.define<Data>(action, {
      pace: performer.pace,
      run: async (data, operation) => {
        await performer.run(data, operation);
        this.faults.afterOperation(operation);
      },
      finish: (data, target) => performer.finish(data, target),
      fail: (data, target) => performer.fail(data, target),
      result: (target) => performer.result(target),
    });
  }
}
