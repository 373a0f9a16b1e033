import { randomUUID } from "node:crypto";
import type { ContainerClient } from "./blob-container";

/** A lease of a blob, held by nobody else while it lasts. */
export interface BlobLease {
  /** Extends it to its full length from now. Rejects where somebody else has it by now. */
  renew(): Promise<void>;
  release(): Promise<void>;
}

/**
 * Leases a blob, which is made empty where there is none. Undefined where somebody else has it.
 *
 * @param seconds from 15 to 60. Source: REST "Lease Blob".
 */
export async function leaseBlob(
  container: ContainerClient,
  path: string,
  seconds: number,
): Promise<BlobLease | undefined> {
  const blob = container.getBlockBlobClient(path);
  await blob
    .upload("", 0, { conditions: { ifNoneMatch: "*" } })
    // It is there already, or somebody has it leased: the lease itself tells.
    .catch((error: unknown) => rejectUnless(error, [409, 412]));
  const lease = blob.getBlobLeaseClient(randomUUID());
  try {
    await lease.acquireLease(seconds);
  } catch (error) {
    rejectUnless(error, [409]);
    return undefined;
  }
  return {
    renew: async () => void (await lease.renewLease()),
    // One that is lost already, or whose blob is gone, needs no release.
    release: async () =>
      void (await lease.releaseLease().catch((error: unknown) => rejectUnless(error, [404, 409, 412]))),
  };
}

function rejectUnless(error: unknown, statuses: readonly number[]): undefined {
  const status: unknown = error instanceof Error ? Reflect.get(error, "statusCode") : undefined;
  if (typeof status === "number" && statuses.includes(status)) return undefined;
  throw error;
}
