/** One error as ARM words it; `details` holds one entry for each fault. */
export interface ErrorBody {
  code: string;
  message: string;
  target?: string;
  details?: ErrorBody[];
}

/** Something in a request that breaks a rule. */
export interface Fault {
  /** The member at fault, as a path into the body: `properties.traffic.blue`. */
  target: string;
  message: string;
}

/** A refusal, which the server answers with ARM's error envelope. */
export class ArmError extends Error {
  override readonly name = "ArmError";
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details: readonly ErrorBody[] = [],
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
  }

  get body(): { error: ErrorBody } {
    const details = this.details.length > 0 ? { details: [...this.details] } : {};
    return { error: { code: this.code, message: this.message, ...details } };
  }
}

/** The refusal of a body or of a change that breaks rules of Azure ML: every fault at once. */
export function invalid(faults: readonly Fault[]): ArmError {
  const message = faults.map((fault) => `${fault.target}: ${fault.message}`).join("; ");
  return new ArmError(
    400,
    "UserError",
    message,
    faults.map((fault) => ({ code: "ValidationError", ...fault })),
  );
}

/** Throws the refusal if there is any fault. */
export function refuse(faults: readonly Fault[]): void {
  if (faults.length > 0) throw invalid(faults);
}

export function resourceNotFound(type: string, name: string, group: string): ArmError {
  return new ArmError(
    404,
    "ResourceNotFound",
    `The Resource '${type}/${name}' under resource group '${group}' was not found.`,
  );
}

export function parentNotFound(parent: string): ArmError {
  return new ArmError(
    404,
    "ParentResourceNotFound",
    `Can not perform requested operation on nested resource. Parent resource '${parent}' not found.`,
  );
}

export function conflict(message: string, code = "Conflict"): ArmError {
  return new ArmError(409, code, message);
}
