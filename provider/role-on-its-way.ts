/** A write that was refused for want of a role that may still be on its way; it is worth building anew until then. */
export class RoleOnItsWay extends Error {
  override readonly name = "RoleOnItsWay";
}
