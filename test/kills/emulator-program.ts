/**
 * An emulator to be killed: real state, real blobs, instances that are none. Called with its folder and the folder of its
 * certificates; tells its status on stdout, and ends with its parent.
 */
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { AzuriteBlobStore } from "../../dist/emulator/blobs/azurite-blob-store";
import { installedAzurite } from "../../dist/emulator/blobs/azurite-install";
import { azuriteGone } from "../../dist/emulator/blobs/azurite-lock";
import { blobPort, startAzurite } from "../../dist/emulator/blobs/azurite-process";
import { homeFolder } from "../../dist/emulator/home";
import { start } from "../../dist/emulator/start";
import { certificatesIn } from "../../dist/emulator/tls/certificates";
import { FakeServing } from "../unit/emulator-arm/fake-serving";

async function main(folder: string, certificates: string): Promise<void> {
  const tell = (line: string): void => void process.stderr.write(`${line}\n`);
  const location = join(folder, "blobs");
  const { status } = await start(
    { folder, onProgress: tell },
    {
      folderFree: () => azuriteGone(location),
      blobs: async (store, port) => {
        const installed = await installedAzurite(homeFolder(), tell);
        const { listener, endpoint } = await blobPort(port);
        const begin = (accounts: ReadonlyMap<string, readonly string[]>) =>
          startAzurite({ installed, location, log: tell }, listener, accounts);
        return new AzuriteBlobStore({ store, endpoint, start: begin, log: tell });
      },
      serving: () => new FakeServing(),
      certificates: () => certificatesIn(certificates),
      pace: () => sleep(Math.random() * 120),
    },
  );
  process.stdout.write(`${JSON.stringify(status)}\n`);
  process.stdin.on("end", () => process.exit(0)).resume();
}

main(process.argv[2] ?? "", process.argv[3] ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
