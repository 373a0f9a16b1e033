import type { TokenCredential } from "@azure/core-auth";
import type { RequestPolicyFactory } from "@azure/storage-blob";
import { isLoopback } from "./cloud";
import type { ContainerAccess, Datastore } from "./datastore";

/** The storage library is heavy, so it is loaded with the first upload. */
const loadBlobs = () => import("@azure/storage-blob");

/** A container of blobs. */
export type ContainerClient = InstanceType<Awaited<ReturnType<typeof loadBlobs>>["ContainerClient"]>;

/** Milliseconds that a signature is used; it is valid for an hour. */
const SIGNATURE_USE = 30 * 60_000;

/** Opens the container of a datastore. A signature is asked for again before it expires, also in mid-upload. */
export async function openContainer(
  datastore: Datastore,
  credential: TokenCredential,
  now: () => number = Date.now,
): Promise<ContainerClient> {
  const blobs = await loadBlobs();
  const { containerUrl, accountName } = datastore;
  const access = await datastore.access();
  if (access === "identity") return new blobs.ContainerClient(containerUrl, credential);
  if ("accountKey" in access) {
    const key = new blobs.StorageSharedKeyCredential(accountName, access.accountKey);
    return new blobs.ContainerClient(containerUrl, key);
  }
  const pipeline = blobs.newPipeline(new blobs.AnonymousCredential());
  pipeline.factories.push(signing(renewed(access, () => datastore.access(), now)));
  return new blobs.ContainerClient(containerUrl, pipeline);
}

function signing(signature: () => Promise<string>): RequestPolicyFactory {
  return {
    create: (next) => ({
      sendRequest: async (request) => {
        const url = new URL(request.url);
        new URLSearchParams(await signature()).forEach((value, name) => url.searchParams.set(name, value));
        request.url = url.href;
        // A proxy of the environment leads out of this machine, where a storage emulator is not to be found.
        if (isLoopback(url)) request.agent = undefined;
        return next.sendRequest(request);
      },
    }),
  };
}

function renewed(first: { sas: string }, again: () => Promise<ContainerAccess>, now: () => number) {
  let current = first.sas;
  let asked = now();
  return async (): Promise<string> => {
    if (now() - asked > SIGNATURE_USE) {
      asked = now();
      const access = await again();
      if (typeof access === "object" && "sas" in access) current = access.sas;
    }
    return current;
  };
}
