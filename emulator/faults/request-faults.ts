import { setTimeout as delay } from "node:timers/promises";
import { ArmError } from "../arm/http/errors";
import type { BareRequest, Reply } from "../arm/http/request";
import type { DeploymentRecord } from "../arm/machine-learning/deployment-record";
import { authorizationFailed } from "./authorization-failed";
import { over, type ActiveFault } from "./active-fault";
import type { FaultOf } from "./fault";
import { fits, fitsPattern, placeOf } from "./matching";
import { outcomeOf, told, type Outcome } from "./outcome";
import { overQuota } from "./quota";
import { StaleReads } from "./stale-reads";

export type Answer = (request: BareRequest) => Promise<Reply>;

/** What the faults of requests look at. */
export interface Surroundings {
  subscriptionId: string;
  deployments: { all(): readonly DeploymentRecord[] };
}

/** Codes of ARM that go with a status. */
const codes: Readonly<Record<FaultOf<"answer">["status"], [code: string, message: string]>> = {
  401: ["ExpiredAuthenticationToken", "The access token expiry is before the current time."],
  403: ["AuthorizationFailed", ""],
  409: ["Conflict", "Another operation on this or a dependent resource is in progress."],
  429: ["TooManyRequests", "The number of requests has exceeded the limit. Please try again later."],
  500: ["InternalServerError", "The server encountered an internal error. Please retry the request."],
  502: ["BadGateway", "The gateway received an invalid response from the upstream server."],
  503: ["ServiceUnavailable", "The service is temporarily unavailable. Please try again later."],
  504: ["GatewayTimeout", "The gateway did not receive a response from the resource provider in time."],
};

/** Puts faults between requests and their answers. */
export class RequestFaults {
  private readonly stale = new WeakMap<ActiveFault, StaleReads>();

  constructor(private readonly around: Surroundings) {}

  /** The request is done or refused first; what slows, holds or loses its answer does so with either. */
  async answer(faults: readonly ActiveFault[], request: BareRequest, answer: Answer): Promise<Reply> {
    const met = faults.filter((active) => concerns(active, request));
    const outcome = await this.outcome(met, request, answer);
    let lost = false;
    for (const { fault, trigger, cleared } of met) {
      if (fault.kind === "slow-answer" && trigger.pull()) {
        await delay(fault.milliseconds, undefined, { signal: cleared }).catch(() => undefined);
      }
      if (fault.kind === "hang-answer" && trigger.pull()) await over(cleared);
      if (fault.kind === "lost-answer" && trigger.pull()) lost = true;
    }
    if (!lost) return told(outcome);
    return { status: "refused" in outcome ? outcome.refused.status : outcome.reply.status, lost: true };
  }

  private async outcome(met: readonly ActiveFault[], request: BareRequest, answer: Answer): Promise<Outcome> {
    const stale: { active: ActiveFault; reads: StaleReads }[] = [];
    for (const active of met) {
      const refused = this.refusal(active, request);
      if (refused !== undefined) return { refused };
      if (active.fault.kind !== "stale-read") continue;
      const reads = this.staleReads(active, active.fault);
      const shown = request.method === "GET" ? reads.read(request) : undefined;
      if (shown !== undefined) return shown;
      if (isWrite(request)) stale.push({ active, reads });
    }
    if (stale.length === 0) return outcomeOf(answer(request));

    const before = await outcomeOf(answer({ ...request, method: "GET", body: undefined }));
    const outcome = await outcomeOf(answer(request));
    if ("refused" in outcome) return outcome;
    for (const { active, reads } of stale) if (active.trigger.pull()) reads.written(request, before);
    return outcome;
  }

  private refusal({ fault, trigger }: ActiveFault, request: BareRequest): ArmError | undefined {
    if (fault.kind === "answer") return trigger.pull() ? refusalOf(fault, request) : undefined;
    if (fault.kind !== "quota") return undefined;
    const { deployments, subscriptionId } = this.around;
    const refused = overQuota(request, fault.instances, deployments.all(), subscriptionId);
    return refused !== undefined && trigger.pull() ? refused : undefined;
  }

  private staleReads(active: ActiveFault, fault: FaultOf<"stale-read">): StaleReads {
    const reads = this.stale.get(active) ?? new StaleReads(fault);
    this.stale.set(active, reads);
    return reads;
  }
}

function concerns({ fault }: ActiveFault, { method, path }: BareRequest): boolean {
  switch (fault.kind) {
    case "quota":
      return true;
    case "stale-read":
      return fitsPattern(fault.path, path) && fits(fault, placeOf(path));
    case "answer":
    case "lost-answer":
    case "slow-answer":
    case "hang-answer":
      return (
        (fault.method === undefined || fault.method === method) &&
        fitsPattern(fault.path, path) &&
        fits(fault, placeOf(path))
      );
    default:
      return false;
  }
}

function isWrite({ method }: BareRequest): boolean {
  return method === "PUT" || method === "PATCH" || method === "DELETE";
}

function refusalOf({ status, code, message, retryAfter }: FaultOf<"answer">, request: BareRequest): ArmError {
  const [ownCode, fixedMessage] = codes[status];
  const ownMessage = status === 403 ? authorizationFailed(request) : fixedMessage;
  const seconds = retryAfter ?? (status === 429 ? 1 : undefined);
  const headers: Record<string, string> = seconds === undefined ? {} : { "retry-after": String(seconds) };
  return new ArmError(status, code ?? ownCode, message ?? ownMessage, [], headers);
}
