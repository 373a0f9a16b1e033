import { setTimeout as delay } from "node:timers/promises";
import type { Stored } from "../arm/store/store";
import { DeploymentFailure } from "../serving/contract";
import { over, type ActiveFault } from "./active-fault";
import type { FaultOf } from "./fault";
import { fits, placeOf } from "./matching";

/** A long-running operation. */
export interface RunningOperation {
  action: string;
  /** Id of the resource that it works on. */
  target: string;
}

/** Where endpoints and deployments show what is done to them. */
export interface Provisioned {
  get(id: string): (Stored & { properties: { provisioningState: string } }) | undefined;
}

/** An operation by what the resource says of itself meanwhile. */
const operations: Readonly<Record<string, FaultOf<"stuck-operation">["operation"]>> = {
  Creating: "create",
  Updating: "update",
  Scaling: "scale",
  Deleting: "delete",
};

type Code = FaultOf<"provisioning-failure">["code"];

/** How the service words a failure; OutOfQuota as users quote it, the others after the page "Troubleshoot online endpoints". */
const messages: Readonly<Record<Code, string>> = {
  BadArgument: "The request has an argument that the deployment can't be made with.",
  ImageBuildFailure: "The environment's image could not be built. See the build log for its cause.",
  InternalServerError: "An internal server error occurred. Please try again. If it persists, contact support.",
  OperationCanceled: "The operation was canceled by another operation that has a higher priority.",
  OutOfQuota:
    "Not enough cluster CPU quota. The amount of additional CPU quota requested is 8, and you are currently using 14. " +
    "Your amount of maximum quota is 20.",
  ResourceNotFound: "A resource that the deployment needs was not found.",
  ResourceNotReady: "User container has crashed or terminated. See the deployment's logs for the cause.",
  SecretsInjectionError: "A secret that the deployment refers to could not be read with the endpoint's identity.",
  WorkspaceManagedNetworkNotReady: "The managed network of the workspace is not provisioned yet.",
};

/** Makes operations of endpoints and deployments slow, endless or failing. */
export class OperationFaults {
  constructor(private readonly records: readonly Provisioned[]) {}

  /** Called before an operation does its work. */
  async before(faults: readonly ActiveFault[], operation: RunningOperation): Promise<void> {
    for (const active of faults) {
      const { fault, trigger, cleared } = active;
      if (!this.concerns(active, operation)) continue;
      if (fault.kind === "slow-operation" && trigger.pull()) {
        await delay(fault.seconds * 1000, undefined, { signal: cleared }).catch(() => undefined);
      }
      if (fault.kind === "stuck-operation" && trigger.pull()) await over(cleared);
      if (fault.kind === "provisioning-failure" && fault.when !== "after" && trigger.pull()) throw failure(fault);
    }
  }

  /** Called after it has done its work, before that is written down. */
  after(faults: readonly ActiveFault[], operation: RunningOperation): void {
    for (const active of faults) {
      const { fault, trigger } = active;
      if (fault.kind !== "provisioning-failure" || fault.when !== "after") continue;
      if (this.concerns(active, operation) && trigger.pull()) throw failure(fault);
    }
  }

  private concerns({ fault }: ActiveFault, { target }: RunningOperation): boolean {
    const { kind } = fault;
    if (kind !== "provisioning-failure" && kind !== "slow-operation" && kind !== "stuck-operation") return false;
    const place = placeOf(target);
    if (place.endpoint === undefined || !fits(fault, place)) return false;
    return fault.operation === undefined || fault.operation === this.operation(target);
  }

  private operation(target: string): FaultOf<"stuck-operation">["operation"] {
    const record = this.records.map((collection) => collection.get(target)).find((found) => found !== undefined);
    return operations[record?.properties.provisioningState ?? ""];
  }
}

function failure({ code, message }: FaultOf<"provisioning-failure">): DeploymentFailure {
  const guide = `Please see troubleshooting guide, available here: https://aka.ms/oe-tsg#error-${code.toLowerCase()}`;
  return new DeploymentFailure(code, message ?? `${messages[code]} ${guide}`);
}
