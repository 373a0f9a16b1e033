import { appendBlob } from "../../azure/append-blob";
import { type ContainerClient, openContainer } from "../../azure/blob-container";
import { leaseBlob } from "../../azure/blob-lease";
import { openDatastore } from "../../azure/datastore";
import type { OnlineEndpoints } from "../../azure/online-endpoints";
import { JournalMoved, type JournalStore } from "./journal";
import { type Lease, LEASE_SECONDS, LeaseHeld, type Leases } from "./lease";

/** Milliseconds between renewals of a lease. */
const RENEWAL = 15_000;

/** Milliseconds that have to be left of a lease where a write begins. */
const MARGIN = 20_000;

/** Where the journal of an endpoint's rollouts lies in the workspace's default blob store. */
export function blobJournal(container: ContainerClient, endpoint: string): JournalStore {
  const blob = appendBlob(container, `pulumi-azureml/rollouts/${endpoint}/journal.jsonl`);
  return {
    read: () => blob.read(),
    length: () => blob.length(),
    async append(text, at) {
      if (!(await blob.append(text, at))) throw new JournalMoved();
    },
  };
}

/** Leases on a blob of the workspace's default blob store, kept alive until they are released. */
export function blobLeases(container: ContainerClient): Leases {
  return async (endpoint) => {
    const path = `pulumi-azureml/rollouts/${endpoint}/lease`;
    const asked = performance.now();
    const held = await leaseBlob(container, path, LEASE_SECONDS);
    if (!held) throw new LeaseHeld(path);
    let until = asked + LEASE_SECONDS * 1000;
    let renewal: Promise<void> = Promise.resolve();
    const timer = setInterval(() => {
      const begun = performance.now();
      renewal = held.renew().then(
        () => void (until = begun + LEASE_SECONDS * 1000),
        () => undefined, // What is left of it tells.
      );
    }, RENEWAL);
    timer.unref();
    return {
      check() {
        if (until - performance.now() < MARGIN) throw new LeaseHeld(path);
      },
      async release() {
        clearInterval(timer);
        await renewal;
        await held.release();
      },
    } satisfies Lease;
  };
}

/** The workspace's default blob store, which has journals and leases. */
export async function containerOf({ client, workspaceId }: OnlineEndpoints): Promise<ContainerClient> {
  const datastore = await openDatastore(client, workspaceId);
  if (!datastore) throw new Error(`${workspaceId}: it has no default blob store for journal and lease`);
  return openContainer(datastore, client.credential);
}
