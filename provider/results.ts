import { describeFault, type Fault } from "../arm/fault";

/*
 * What the methods of a dynamic provider answer with, as `pulumi.dynamic.ResourceProvider` has it: said again here, so
 * that nothing of Pulumi is loaded.
 */

/** One thing that is wrong with the inputs. */
export interface CheckFailure {
  property: string;
  reason: string;
}

/** The inputs as they are used from here on, and what is wrong with them. */
export interface CheckResult<Inputs> {
  inputs: Inputs;
  failures: CheckFailure[];
}

/** What an update would do. */
export interface DiffResult {
  changes: boolean;
  /** Members whose change needs a new resource; it is made before the old one is forgotten. */
  replaces: string[];
}

/** A resource that was made. */
export interface CreateResult<Outputs> {
  id: string;
  outs: Outputs;
}

/** A resource that was changed. */
export interface UpdateResult<Outputs> {
  outs: Outputs;
}

/**
 * An update that failed half-way: the state records `properties` and that the update is not over, so that the next one is
 * made whatever the program says.
 */
export class PartialFailure extends Error {
  override readonly name = "PartialFailure";
  constructor(
    message: string,
    readonly properties: object,
  ) {
    super(message);
  }
}

/** Without `id`: the resource is gone. */
export interface ReadResult<Inputs, Outputs> {
  id?: string;
  props?: Outputs;
  inputs?: Inputs;
}

/**
 * Faults as check failures, which the engine shows all at once and without a stack trace. The reason names field and
 * value; given a `property` as well, the engine would put `property traffic.green value {<nil>} has a problem` before it.
 */
export function failures(faults: readonly Fault[]): CheckFailure[] {
  return faults.map((fault) => ({ property: "", reason: describeFault(fault) }));
}
