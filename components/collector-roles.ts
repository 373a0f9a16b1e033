import { RoleAssignment } from "@pulumi/azure-native/authorization";
import * as pulumi from "@pulumi/pulumi";
import { builtInRoleId, STORAGE_BLOB_DATA_CONTRIBUTOR } from "../arm/data-collection";
import { check, lift, now } from "./check";
import type { CollectionStore, RoleAssignmentResource } from "./data-collector-args";
import { transformed, type Transform } from "./transform";

/** A place of the user's own that an identity has to be let into. */
export interface GrantedStore extends CollectionStore {
  scope: pulumi.Input<string>;
}

/**
 * The roles by which an endpoint's deployments write collected data. The service refuses a second assignment of the same
 * role to the same identity, so all deployments share one for each datastore: `<endpoint>-collector-<datastore>-role`.
 */
export class CollectorRoles {
  private readonly given = new Map<string, { scope: pulumi.Input<string>; role: pulumi.CustomResource }>();

  /** `principalId` is the object id of the identity that writes; empty where there is none. */
  constructor(
    private readonly name: string,
    private readonly endpoint: pulumi.Resource,
    readonly principalId: pulumi.Output<string>,
  ) {}

  /** The role on a store, made with the first deployment that needs it. */
  on(
    { datastore, scope }: GrantedStore,
    dependsOn: pulumi.Input<pulumi.Input<pulumi.Resource>[]>,
    transform?: Transform<RoleAssignmentResource>,
  ): pulumi.CustomResource {
    const before = this.given.get(datastore.toLowerCase());
    if (before) {
      check(this.endpoint, `datastore ${datastore}`, differing(now(before.scope), now(scope)));
      return before.role;
    }
    const role = new RoleAssignment(
      ...transformed<RoleAssignmentResource>(
        transform,
        `${this.name}-collector-${datastore.toLowerCase()}-role`,
        {
          scope,
          principalId: this.principalId,
          principalType: "ServicePrincipal",
          roleDefinitionId: lift(scope, (given) => builtInRoleId(given, STORAGE_BLOB_DATA_CONTRIBUTOR)),
        },
        { parent: this.endpoint, dependsOn },
      ),
    );
    this.given.set(datastore.toLowerCase(), { scope, role });
    return role;
  }
}

function differing(one: string | undefined, other: string | undefined) {
  return one === undefined || other === undefined || one.toLowerCase() === other.toLowerCase()
    ? []
    : [
        {
          field: "dataCollector.store.scope",
          value: other,
          rule: `another deployment of the endpoint says ${one} for it`,
          fix: "a datastore lies in one container: say the same scope, or name another datastore",
        },
      ];
}
