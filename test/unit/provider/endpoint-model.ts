import { strict as assert } from "node:assert";
import type { EndpointBody, LiveEndpoint } from "../../../arm/endpoint";
import { onlineDeploymentId } from "../../../arm/ids";
import { ArmError } from "../../../azure/arm-error";
import type { EndpointService } from "../../../provider/apply-settings";

import { WORKSPACE } from "../azure/fake-arm";
import { liveEndpoint } from "./fake-endpoint";
import type { VirtualTime } from "./virtual-time";

/** A whole number of at least `least` and below `most`. */
export type Draw = (least: number, most: number) => number;

/** Milliseconds that things take in a run of the model; each is drawn from `least` to `most`. */
export interface Pace {
  /** A request on its way to the service, and an answer on its way back. */
  way: readonly [number, number];
  /** A write on its way to the service, where that is another time. */
  writeWay?: readonly [number, number];
  operation: readonly [number, number];
  /** How far reads lag behind. */
  lag?: readonly [number, number];
}

/** A write that the service carried out, and the endpoint after it. */
export interface Commit {
  by: string;
  at: number;
  said: Partial<EndpointBody>;
  before: LiveEndpoint;
  after: LiveEndpoint;
}

/**
 * The service for one endpoint, in virtual time: an operation takes its time, a write meanwhile gets 409, reads show what
 * was before and `Updating`, and there are no ETags. It remembers every write that it carried out.
 */
export class EndpointModel {
  readonly commits: Commit[] = [];
  private live = liveEndpoint();
  private readonly shown: { from: number; live: LiveEndpoint }[] = [{ from: 0, live: this.live }];

  constructor(
    private readonly time: VirtualTime,
    private readonly draw: Draw,
    /** What holds where a caller has no pace of its own. */
    private readonly pace: Pace,
    private readonly paceOf: Readonly<Record<string, Pace>> = {},
  ) {}

  /** The endpoint now, wherever somebody looks. */
  async now(): Promise<LiveEndpoint> {
    return structuredClone(this.live);
  }

  /** The service as `by` reaches it. */
  for(by: string): EndpointService {
    const pace = this.paceOf[by] ?? this.pace;
    return {
      get: async () => {
        await this.wait(pace.way);
        const shown = this.read(pace);
        await this.wait(pace.way);
        return shown;
      },
      getDeployment: async (endpoint, name) => {
        await this.wait(pace.way);
        const id = onlineDeploymentId(WORKSPACE, endpoint, name);
        const properties = { provisioningState: "Succeeded", instanceType: undefined, model: undefined };
        return { id, name, sku: undefined, systemData: undefined, properties };
      },
      put: (_endpoint, body, _seconds, onAccepted) => this.write(by, pace, body, onAccepted),
      patch: (_endpoint, body, _seconds, onAccepted) => this.write(by, pace, body, onAccepted),
    };
  }

  private read(pace: Pace): LiveEndpoint {
    const at = this.time.now() - (pace.lag ? this.draw(...pace.lag) : 0);
    const shown = this.shown.findLast(({ from }) => from <= Math.max(0, at));
    return structuredClone(shown?.live ?? this.live);
  }

  private async write(by: string, pace: Pace, said: Partial<EndpointBody>, onAccepted?: () => void): Promise<void> {
    await this.wait(pace.writeWay ?? pace.way);
    if (this.live.properties.provisioningState === "Updating") {
      await this.wait(pace.way);
      throw new ArmError("PUT onlineEndpoints/fraud", { status: 409, code: "Conflict", message: "one is under way" });
    }
    const before = structuredClone(this.live);
    this.show({ ...before, properties: { ...before.properties, provisioningState: "Updating" } });
    const carriedOut = this.carryOut(by, structuredClone(said), before);
    await this.wait(pace.way);
    onAccepted?.();
    await carriedOut;
    await this.wait(pace.way);
  }

  private async carryOut(by: string, said: Partial<EndpointBody>, before: LiveEndpoint): Promise<void> {
    await this.wait(this.pace.operation);
    const { scoringUri, swaggerUri } = before.properties;
    const after: LiveEndpoint = {
      ...before,
      ...said,
      tags: said.properties ? said.tags : { ...before.tags, ...said.tags },
      properties: { ...(said.properties ?? before.properties), scoringUri, swaggerUri, provisioningState: "Succeeded" },
      systemData: { lastModifiedBy: by, lastModifiedAt: `${this.time.now()} ms` },
    };
    this.show(after);
    this.commits.push({ by, at: this.time.now(), said, before, after });
  }

  private show(live: LiveEndpoint): void {
    assert.notEqual(this.live.properties.provisioningState, live.properties.provisioningState);
    this.live = live;
    this.shown.push({ from: this.time.now(), live });
  }

  private wait(range: readonly [number, number]): Promise<void> {
    return this.time.sleep(this.draw(...range));
  }
}
