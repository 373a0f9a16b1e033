import type { BlobDirectory } from "../../tls/blob-proxy";
import type { ArmContext } from "../context";
import { isStorageAccount } from "../resources/storage-accounts";

/** What the blob store's TLS side asks: which accounts there are, and whose a datastore's container is. */
export function blobDirectory({ records, blobs }: ArmContext): BlobDirectory {
  return {
    endpoint: blobs.endpoint,
    hasAccount: (account) => isStorageAccount({ records }, account),
    accountOf: (container) => {
      const places = records.datastores.all().map(({ properties }) => properties);
      const accounts = new Set(places.filter((place) => place.containerName === container).map((p) => p.accountName));
      const [account, ...others] = accounts;
      return others.length === 0 ? account : undefined;
    },
  };
}
