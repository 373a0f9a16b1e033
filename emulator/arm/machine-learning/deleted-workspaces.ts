import type { ArmContext } from "../context";
import { ArmError } from "../http/errors";
import type { Query } from "../http/request";
import type { Resource } from "../store/resource";

/** Refuses to make a workspace where a deleted one has its name (as users quote the service). */
export function refuseDeletedName(context: ArmContext, id: string): void {
  if (context.records.deletedWorkspaces.get(id) === undefined) return;
  const message = "Soft-deleted workspace exists. Please purge or recover it. https://aka.ms/wsoftdelete";
  throw new ArmError(400, "BadRequest", message);
}

/** Keeps a workspace that is gone, or forgets it for good; `forceToPurge` says which. False where there was none to do so with. */
export function keepOrPurge(
  context: ArmContext,
  gone: Resource<unknown> | undefined,
  id: string,
  query: Query,
): boolean {
  const { deletedWorkspaces } = context.records;
  if (query.get("forceToPurge")?.toLowerCase() === "true") {
    const known = gone !== undefined || deletedWorkspaces.get(id) !== undefined;
    deletedWorkspaces.delete(id);
    return known;
  }
  if (gone) deletedWorkspaces.put({ id, name: gone.name, type: gone.type, properties: {} });
  return gone !== undefined;
}
