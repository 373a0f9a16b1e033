/** A local Azure ML with all its real parts. Called with its options; tells its status, and ends with its parent. */
import { startEmulator, type Emulator, type EmulatorOptions } from "pulumi-azureml/emulator";

const starting: Promise<Emulator> = startEmulator(JSON.parse(process.argv[2] ?? "") as EmulatorOptions);

process.on("disconnect", () => {
  void starting.then((emulator) => emulator.stop()).finally(() => process.exit());
});
starting.then(
  ({ status }) => process.send?.(status),
  (error: unknown) => {
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
    process.exit(1);
  },
);
