import { rm } from "node:fs/promises";
import { deploymentFolder } from "../machine-learning/deployment-files";
import type { ArmContext } from "../context";
import type { Operation } from "../operations/operations";
import { sameId } from "../store/resource";

/**
 * Deletes a resource and everything below it: waits for what runs there, stops instances, drops blobs. `self` is the
 * operation that does it.
 */
export async function tearDown(context: ArmContext, id: string, self?: Operation): Promise<void> {
  const { records, operations, serving, blobs, store } = context;
  await operations.settled(id, self);

  for (const { endpoint, name } of records.deployments.below(id).concat(listed(records.deployments.get(id)))) {
    await serving.remove(endpoint, name);
    await rm(deploymentFolder(context, endpoint, name), { recursive: true, force: true });
  }
  for (const other of records.others.below(id).concat(listed(records.others.get(id)))) {
    if (sameId(other.type, "Microsoft.Storage/storageAccounts")) await blobs.removeAccount(other.name);
  }
  store.transact(() => store.deleteTree(id));
}

function listed<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
