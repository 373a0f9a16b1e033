import type { EndpointPatch } from "../arm/endpoint-settings";
import type { EndpointBody, LiveEndpoint } from "../arm/endpoint";
import { type Deployment, OnlineEndpoints } from "../azure/online-endpoints";
import { RoleOnItsWay } from "./role-on-its-way";
import type { RolePatience } from "./role-patience";

/**
 * Endpoints whose reads wait for a role that is on its way. Writes don't: a body is never sent again as it is, so they tell
 * their caller to read and build anew.
 */
export class PatientEndpoints extends OnlineEndpoints {
  constructor(
    { workspaceId, client }: OnlineEndpoints,
    private readonly patience: RolePatience,
  ) {
    super(workspaceId, client);
  }

  override get(endpoint: string): Promise<LiveEndpoint | undefined> {
    return this.patience.repeat(() => super.get(endpoint));
  }

  override getDeployment(endpoint: string, deployment: string): Promise<Deployment | undefined> {
    return this.patience.repeat(() => super.getDeployment(endpoint, deployment));
  }

  override put(endpoint: string, body: EndpointBody, timeoutSeconds?: number): Promise<void> {
    return this.once(super.put(endpoint, body, timeoutSeconds));
  }

  override patch(endpoint: string, body: EndpointPatch, timeoutSeconds?: number): Promise<void> {
    return this.once(super.patch(endpoint, body, timeoutSeconds));
  }

  private async once(write: Promise<void>): Promise<void> {
    try {
      await write;
    } catch (error) {
      this.patience.bear(error);
      throw new RoleOnItsWay();
    }
  }
}
