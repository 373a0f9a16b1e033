import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { closeSync, openSync, writeSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { skip } from "../../skip";
import { endpoint } from "./bodies";
import { LocalAzureMl, type Answer } from "./local-azure-ml";

/** A disk of its own, which only root can make. */
function disk(folder: string, action: "mount" | "umount"): boolean {
  const args = action === "mount" ? ["-t", "tmpfs", "-o", "size=4m", "tmpfs", folder] : ["-l", folder];
  return spawnSync(action, args, { stdio: "ignore" }).status === 0;
}

/** Writes until there is no room. */
function fill(file: string): void {
  const descriptor = openSync(file, "w");
  try {
    for (let size = 65_536; size >= 512; size /= 2) {
      for (;;) {
        try {
          writeSync(descriptor, Buffer.alloc(size));
        } catch {
          break;
        }
      }
    }
  } finally {
    closeSync(descriptor);
  }
}

describe("a local Azure ML on a full disk", () => {
  let folder: string;
  let local: LocalAzureMl;
  before(async function () {
    folder = await mkdtemp(join(tmpdir(), "azureml-disk-"));
    if (!disk(folder, "mount")) {
      await rm(folder, { recursive: true });
      return skip(this, "only root can mount a disk of its own");
    }
    local = await LocalAzureMl.start({ folder: join(folder, "local") });
  });
  after(async () => {
    if (local === undefined) return;
    await local.stop();
    disk(folder, "umount");
    await rm(folder, { recursive: true });
  });
  const at = (name: string): string => `${local.workspace}/onlineEndpoints/${name}`;
  const room = (): Promise<void> => rm(join(folder, "ballast"), { force: true });

  /** A write of that many endpoints' worth; what is on disk already takes some more. */
  const untilFull = async (): Promise<Answer> => {
    for (let index = 0; index < 2_000; index++) {
      const answer = await local.put(at(`many-${index}`), endpoint({ description: "x".repeat(3_000) }));
      if (answer.status >= 400) return answer;
    }
    return assert.fail("it never got full");
  };

  it("refuses writes in words, changes nothing, and goes on once there is room", async () => {
    local.hold();
    const running = await local.put(at("running"), endpoint());
    const link = running.headers.get("azure-asyncoperation") ?? "";
    fill(join(folder, "ballast"));
    const refused = await untilFull();
    assert.deepEqual([refused.status, refused.body.error.code], [507, "InsufficientStorage"]);
    assert.match(refused.body.error.message, /can't write its state: .*full.*Nothing was changed; make room/);
    const refusedAt = (await local.get(`${local.workspace}/onlineEndpoints?count=2000`)).body.value.length;

    local.open();
    await local.get(link);
    assert.equal((await local.get(link)).body.status, "InProgress", "its end can't be written yet");

    await room();
    let document = await local.get(link);
    while (document.body.status === "InProgress") document = await local.get(link);
    assert.equal(document.body.status, "Succeeded");
    assert.equal((await local.finish("PUT", at("later"), endpoint())).body.properties.provisioningState, "Succeeded");

    await local.restart();
    const kept = (await local.get(`${local.workspace}/onlineEndpoints?count=2000`)).body.value;
    assert.equal(kept.length, refusedAt + 1);
  }).timeout(60_000);
});
