import { randomInt } from "node:crypto";
import type { BareRequest, Reply } from "../arm/http/request";
import type { ServingRuntime } from "../serving/contract";
import type { CallFault } from "../serving/front-end/call-fault";
import { ActiveFault } from "./active-fault";
import type { Fault, ListedFault } from "./fault";
import type { Interference } from "./faulty-operations";
import { InstanceFaults } from "./instance-faults";
import { InvalidFault, readFault } from "./invalid-fault";
import { OperationFaults, type Provisioned, type RunningOperation } from "./operation-faults";
import { RequestFaults, type Answer, type Surroundings } from "./request-faults";
import { scoringFault } from "./scoring-faults";

/** What faults come between. */
export interface FaultedParts {
  subscriptionId: string;
  records: { endpoints: Provisioned; deployments: Provisioned & Surroundings["deployments"] };
  runtime: Pick<ServingRuntime, "instances" | "crash" | "hang" | "resume" | "restartCollector">;
}

/** Switches faults on and off. */
export interface FaultControl {
  /** Switches a fault on; returns its id. Throws InvalidFault, with everything that is wrong with it. */
  add(fault: Fault): string;
  /** The faults that are on, oldest first; those that have struck as often as they should stay until they are cleared. */
  list(): ListedFault[];
  /** Switches a fault off; what it holds goes on. False where there is none of this id. */
  remove(id: string): boolean;
  /** Switches all faults off. */
  clear(): void;
}

/** Most faults at a time. */
const most = 1000;

/** The faults that are on. They are kept in memory only: a restart ends them. */
export class Faults implements FaultControl, Interference {
  private active: readonly ActiveFault[] = [];
  /** Looked through for every scoring request. */
  private scoringFaults: readonly ActiveFault[] = [];
  private added = 0;
  private readonly requests: RequestFaults;
  private readonly operations: OperationFaults;
  private readonly instances: InstanceFaults;

  constructor({ subscriptionId, records, runtime }: FaultedParts) {
    this.requests = new RequestFaults({ subscriptionId, deployments: records.deployments });
    this.operations = new OperationFaults([records.endpoints, records.deployments]);
    this.instances = new InstanceFaults(runtime);
  }

  add(given: Fault): string {
    return this.switchOn(given).id;
  }

  /** Like `add`, for what comes from outside. Returns the fault as the list shows it. */
  switchOn(given: unknown): ListedFault {
    const fault = readFault(given);
    if (this.active.length >= most) {
      throw new InvalidFault([{ field: "fault", rule: `${most} faults are on, which is the most; clear some` }]);
    }
    const chosen = "share" in fault && fault.share !== undefined ? { seed: randomInt(2 ** 32), ...fault } : fault;
    const active = new ActiveFault(`f${this.added + 1}`, chosen);
    this.instances.begin(active);
    this.added++;
    this.keep([...this.active, active]);
    return active.view;
  }

  list(): ListedFault[] {
    return this.active.map(({ view }) => view);
  }

  remove(id: string): boolean {
    const found = this.active.find((active) => active.id === id);
    if (found === undefined) return false;
    this.keep(this.active.filter((active) => active !== found));
    found.clear();
    return true;
  }

  clear(): void {
    const all = this.active;
    this.keep([]);
    for (const active of all) active.clear();
  }

  /** Puts the faults that are on between a request and its answer. */
  around(answer: Answer): (request: BareRequest) => Promise<Reply> {
    return (request) =>
      this.active.length === 0 ? answer(request) : this.requests.answer(this.active, request, answer);
  }

  async beforeOperation(operation: RunningOperation): Promise<void> {
    await this.operations.before(this.active, operation);
  }

  afterOperation(operation: RunningOperation): void {
    this.operations.after(this.active, operation);
  }

  /** What is to go wrong with a scoring request. */
  scoring(endpoint: string, deployment: string): CallFault | undefined {
    return this.scoringFaults.length === 0 ? undefined : scoringFault(this.scoringFaults, { endpoint, deployment });
  }

  private keep(active: readonly ActiveFault[]): void {
    this.active = active;
    this.scoringFaults = active.filter(({ fault }) => fault.kind === "scoring");
  }
}
