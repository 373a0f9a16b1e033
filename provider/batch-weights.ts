import { batchAsWeighted, weightedAsBatch } from "../arm/batch-endpoint";
import type { BatchEndpoints } from "../azure/batch-endpoints";
import type { EndpointService } from "./apply-settings";
import { defaultWords } from "./member-words";

/** What of the service is needed to write a batch endpoint's default. */
export type BatchService = Pick<BatchEndpoints, "get" | "getDeployment" | "put" | "patch">;

/**
 * Batch endpoints as endpoints with weights, of which the default has all: what reads, judges, writes and restores weights
 * does the same for a default.
 */
export class BatchWeights implements EndpointService {
  readonly words = defaultWords;

  constructor(private readonly service: BatchService) {}

  async get(endpoint: string): ReturnType<EndpointService["get"]> {
    const live = await this.service.get(endpoint);
    return live && batchAsWeighted(live);
  }

  getDeployment(...names: Parameters<EndpointService["getDeployment"]>): ReturnType<EndpointService["getDeployment"]> {
    return this.service.getDeployment(...names);
  }

  put(...[endpoint, body, ...write]: Parameters<EndpointService["put"]>): Promise<void> {
    return this.service.put(endpoint, weightedAsBatch(body), ...write);
  }

  patch(...write: Parameters<EndpointService["patch"]>): Promise<void> {
    return this.service.patch(...write);
  }
}
