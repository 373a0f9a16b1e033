import type { EndpointService } from "./apply-settings";
import type { MemberWords } from "./member-words";
import { RoleOnItsWay } from "./role-on-its-way";
import type { RolePatience } from "./role-patience";

/**
 * Endpoints whose reads wait for a role that is on its way. Writes don't: a body is never sent again as it is, so they tell
 * their caller to read and build anew.
 */
export class PatientEndpoints implements EndpointService {
  constructor(
    private readonly service: EndpointService,
    private readonly patience: RolePatience,
  ) {}

  get words(): MemberWords | undefined {
    return this.service.words;
  }

  get(...name: Parameters<EndpointService["get"]>): ReturnType<EndpointService["get"]> {
    return this.patience.repeat(() => this.service.get(...name));
  }

  getDeployment(...names: Parameters<EndpointService["getDeployment"]>): ReturnType<EndpointService["getDeployment"]> {
    return this.patience.repeat(() => this.service.getDeployment(...names));
  }

  put(...write: Parameters<EndpointService["put"]>): Promise<void> {
    return this.once(this.service.put(...write));
  }

  patch(...write: Parameters<EndpointService["patch"]>): Promise<void> {
    return this.once(this.service.patch(...write));
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
