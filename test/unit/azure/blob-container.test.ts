import { strict as assert } from "node:assert";
import { openContainer } from "../../../azure/blob-container";
import { openDatastore } from "../../../azure/datastore";
import { WORKSPACE } from "./fake-arm";
import { FakeBlobs } from "./fake-blobs";

describe("the container of a datastore", () => {
  let blobs: FakeBlobs;
  afterEach(() => blobs.server.stop());

  /** Opens the container, with a clock that the test sets. */
  async function open(credentialsType?: string) {
    blobs = await FakeBlobs.start(credentialsType);
    const client = blobs.server.arm();
    const datastore = await openDatastore(client, WORKSPACE);
    assert.ok(datastore);
    const clock = { time: 0 };
    const container = await openContainer(datastore, client.credential, () => clock.time);
    return { clock, container, exists: () => container.getBlobClient("any").exists() };
  }

  it("is asked with one signature for half an hour, and then with a new one", async () => {
    const { clock, exists } = await open();
    await exists();
    clock.time = 29 * 60_000;
    await exists();
    assert.equal(blobs.signatures, 1);
    clock.time = 31 * 60_000;
    await exists();
    assert.equal(blobs.signatures, 2);
    assert.deepEqual(
      blobs.server.seen.filter(({ method }) => method === "HEAD").map(({ query }) => query.get("sig")),
      ["signature-1", "signature-1", "signature-2"],
    );
  });

  it("is asked as the identity that signed in where the datastore keeps no secret", async () => {
    const { exists } = await open("None");
    await assert.rejects(exists(), /Bearer token authentication is not permitted for non-TLS/);
    assert.equal(blobs.signatures, 0);
  });

  it("goes to the account's own host in the cloud", async () => {
    blobs = await FakeBlobs.start();
    const client = blobs.server.arm();
    const properties = {
      datastoreType: "AzureBlob",
      accountName: "acc",
      containerName: "c",
      endpoint: "core.windows.net",
    };
    client.get = async (_path, shape) => shape.parse({ name: "workspaceblobstore", properties });
    assert.equal((await openDatastore(client, WORKSPACE))?.containerUrl, "https://acc.blob.core.windows.net/c");
  });
});
