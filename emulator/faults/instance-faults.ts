import type { ServingRuntime } from "../serving/contract";
import type { ActiveFault } from "./active-fault";
import type { FaultOf } from "./fault";
import { InvalidFault } from "./invalid-fault";

type Instances = Pick<ServingRuntime, "instances" | "crash" | "hang" | "resume" | "restartCollector">;

/** Crashes and hangs real servers, and crashes their data collection sidecars. */
export class InstanceFaults {
  constructor(private readonly runtime: Instances) {}

  /** Does what a fault of instances does at once; throws InvalidFault where there is no such instance. */
  begin(active: ActiveFault): void {
    const { fault } = active;
    if (fault.kind === "crash-instance" || fault.kind === "crash-collector") this.crash(fault, active);
    if (fault.kind === "hang-instance") this.hang(fault, active);
  }

  private crash(fault: FaultOf<"crash-instance" | "crash-collector">, { trigger, cleared }: ActiveFault): void {
    this.require(fault);
    const strike = (): void => {
      // Between two crashes the deployment may be gone, or have other instances.
      if (!this.present(fault) || !trigger.pull()) return;
      const { kind, endpoint, deployment, instance } = fault;
      if (kind === "crash-instance") this.runtime.crash(endpoint, deployment, instance);
      // Where it can't be started again, its instance tells that with each record.
      else this.runtime.restartCollector(endpoint, deployment, instance).catch(() => undefined);
    };
    strike();
    if (fault.every === undefined) return;
    const timer = setInterval(() => {
      strike();
      if (trigger.left === 0) clearInterval(timer);
    }, fault.every * 1000).unref();
    cleared.addEventListener("abort", () => clearInterval(timer), { once: true });
  }

  private hang(fault: FaultOf<"hang-instance">, { trigger, cleared }: ActiveFault): void {
    this.require(fault);
    trigger.pull();
    const { endpoint, deployment } = fault;
    const names = this.names(fault);
    for (const name of names) this.runtime.hang(endpoint, deployment, name);
    const resume = (): void => {
      const present = this.names(fault);
      for (const name of names) if (present.includes(name)) this.runtime.resume(endpoint, deployment, name);
    };
    cleared.addEventListener("abort", resume, { once: true });
  }

  private require(fault: Wanted): void {
    if (this.present(fault)) return;
    const names = this.names({ ...fault, instance: undefined });
    throw new InvalidFault([
      names.length === 0
        ? { field: "deployment", value: fault.deployment, rule: `no instance of it runs on endpoint ${fault.endpoint}` }
        : { field: "instance", value: fault.instance, rule: `one of ${names.join(", ")} is expected` },
    ]);
  }

  private present(fault: Wanted): boolean {
    return this.names(fault).length > 0;
  }

  private names({ endpoint, deployment, instance }: Wanted): string[] {
    const names = this.runtime.instances(endpoint, deployment).map(({ name }) => name);
    return instance === undefined ? names : names.filter((name) => name === instance);
  }
}

interface Wanted {
  endpoint: string;
  deployment: string;
  instance?: string;
}
