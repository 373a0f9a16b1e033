import type { EndpointBody, LiveEndpoint } from "../../../arm/endpoint";
import { ArmClient } from "../../../azure/arm-client";
import { findCloud } from "../../../azure/cloud";
import { OnlineEndpoints } from "../../../azure/online-endpoints";
import type { EndpointService } from "../../../provider/apply-settings";
import type { Clock } from "../../../provider/clock";
import { endpointWith } from "../emulator-arm/bodies";
import type { LocalAzureMl } from "../emulator-arm/local-azure-ml";
import type { Commit } from "./endpoint-model";

/** How many times faster than the real one the time of {@link FastTime} passes. */
const SPEED = 20;

/** A time that passes faster: what waits for seconds of it waits for a moment. */
export class FastTime implements Clock {
  now(): number {
    return Math.round(performance.now() * SPEED);
  }

  sleep(milliseconds: number): Promise<void> {
    return new Promise((resolve) => setTimeout(resolve, milliseconds / SPEED));
  }

  async run(...work: readonly Promise<unknown>[]): Promise<void> {
    await Promise.all(work);
  }
}

/** An endpoint of the real control plane of a local Azure ML, reached by HTTP, and the writes that it took on, in order. */
export class RealEndpoint {
  readonly commits: Commit[] = [];
  private readonly endpoints: OnlineEndpoints;

  private constructor(
    azure: LocalAzureMl,
    private readonly name: string,
    private readonly time: Clock,
    private readonly begun: LiveEndpoint,
  ) {
    this.endpoints = endpointsOf(azure);
  }

  /** Makes the endpoint, with all deployments that weights are given to. */
  static async make(azure: LocalAzureMl, name: string, time: Clock): Promise<RealEndpoint> {
    await endpointWith(azure, name, "blue", "blue0", "green", "shadow");
    const live = await endpointsOf(azure).get(name);
    if (!live) throw new Error(`there is no endpoint ${name}`);
    return new RealEndpoint(azure, name, time, live);
  }

  /** The endpoint now. */
  async now(): Promise<LiveEndpoint> {
    return (await this.endpoints.get(this.name)) ?? this.begun;
  }

  /** The service as `by` reaches it. */
  for(by: string): EndpointService {
    const { endpoints, name } = this;
    const accepted = (said: Partial<EndpointBody>, onAccepted?: () => void) => () => {
      this.accepted(by, structuredClone(said));
      onAccepted?.();
    };
    return {
      get: () => endpoints.get(name),
      getDeployment: (_endpoint, deployment) => endpoints.getDeployment(name, deployment),
      put: (_endpoint, body, seconds, onAccepted) => endpoints.put(name, body, seconds, accepted(body, onAccepted)),
      patch: (_endpoint, body, seconds, onAccepted) => endpoints.patch(name, body, seconds, accepted(body, onAccepted)),
    };
  }

  /** No second write is taken on before one is over, so what the endpoint was before is what the last one made of it. */
  private accepted(by: string, said: Partial<EndpointBody>): void {
    const before = this.commits.at(-1)?.after ?? this.begun;
    const after: LiveEndpoint = {
      ...before,
      tags: said.properties ? said.tags : { ...before.tags, ...said.tags },
      properties: { ...before.properties, ...said.properties },
    };
    this.commits.push({ by, at: this.time.now(), said, before, after });
  }
}

function endpointsOf(azure: LocalAzureMl): OnlineEndpoints {
  const credential = { getToken: async () => ({ token: "local", expiresOnTimestamp: Infinity }) };
  const cloud = findCloud(undefined, azure.url);
  return new OnlineEndpoints(azure.workspace, new ArmClient(cloud, credential, { pollIntervalMs: 5 }));
}
