import type { ArmContext } from "../context";
import { ArmError } from "../http/errors";
import { stopDeployment } from "../machine-learning/deployment-run";
import type { Operation, Performer } from "../operations/operation";
import { sameId } from "../store/resource";
import { softDeleteVaults } from "./deleted-vaults";

/** How a resource is deleted with everything below it. */
export interface TearDown {
  /** Name of its operations, for example `resourceGroups/delete`. */
  action: string;
  pace: Performer<null>["pace"];
  /** Shows that it is being deleted. */
  begin?: (id: string) => void;
  /** Shows that it could not be deleted. */
  fail?: (id: string) => void;
}

export interface TearDowns {
  /** Starts to delete `id`, or finds that it is being deleted. */
  start(id: string): Operation;
  /** Deletes `id`; throws where that does not succeed. */
  done(id: string): Promise<void>;
}

/** Deletions of a kind of resource: they wait for what runs there, stop instances, drop blobs. */
export function tearDowns(context: ArmContext, { action, pace, begin, fail }: TearDown): TearDowns {
  const { operations, store } = context;
  const operation = operations.define<null>(action, {
    pace,
    run: (_data, self) => empty(context, self),
    finish: (_data, target) =>
      store.transact(() => {
        softDeleteVaults(context, target);
        store.deleteTree(target);
      }),
    fail: (_data, target) => fail?.(target),
    result: () => ({ status: 200 }),
  });
  const start = (id: string): Operation =>
    operation.running(id) ??
    operation.start({
      name: operations.name("rg", context.subscriptionId),
      target: id,
      data: null,
      begin: () => begin?.(id),
    });
  return {
    start,
    async done(id) {
      const { error } = (await operations.ended(start(id))) ?? {};
      if (error) throw new ArmError(500, error.code, error.message);
    },
  };
}

async function empty(context: ArmContext, self: Operation): Promise<void> {
  const { records, operations, blobs } = context;
  const id = self.target;
  await operations.settled(id, self);
  for (const deployment of records.deployments.below(id).concat(listed(records.deployments.get(id)))) {
    await stopDeployment(context, deployment);
  }
  for (const other of records.others.below(id).concat(listed(records.others.get(id)))) {
    if (sameId(other.type, "Microsoft.Storage/storageAccounts")) await blobs.removeAccount(other.name);
  }
}

function listed<T>(value: T | undefined): T[] {
  return value === undefined ? [] : [value];
}
