import type * as pulumi from "@pulumi/pulumi";
import type { IdentityType } from "../arm/endpoint";

/** An identity of an endpoint, a deployment or a cluster. */
export interface IdentityArgs {
  type: IdentityType;
  /** ARM ids of user-assigned identities; needed where `type` has `UserAssigned`, and only there. */
  userAssignedIdentities?: pulumi.Input<pulumi.Input<string>[]>;
}
