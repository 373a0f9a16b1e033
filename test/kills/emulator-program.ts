/**
 * An emulator to be killed: real state, real blobs, instances that are none. Called with its folder and the folder of its
 * certificates; tells its status on stdout, and ends with its parent.
 */
import { setTimeout as sleep } from "node:timers/promises";
import { realParts } from "../../dist/emulator/parts";
import { start } from "../../dist/emulator/start";
import { certificatesIn } from "../../dist/emulator/tls/certificates";
import { FakeServing } from "../unit/emulator-arm/fake-serving";

async function main(folder: string, certificates: string): Promise<void> {
  const options = { folder, onProgress: (line: string): void => void process.stderr.write(`${line}\n`) };
  const { status } = await start(options, {
    ...realParts(options),
    serving: () => new FakeServing(),
    certificates: () => certificatesIn(certificates),
    pace: () => sleep(Math.random() * 120),
  });
  process.stdout.write(`${JSON.stringify(status)}\n`);
  process.stdin.on("end", () => process.exit(0)).resume();
}

main(process.argv[2] ?? "", process.argv[3] ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
