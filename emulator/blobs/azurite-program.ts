/**
 * The blob store's process: Azurite, in memory, on a free loopback port. It tells its port on stdout, takes its accounts
 * from lines on stdin, and ends with its parent, when stdin does. Called with the folder that Azurite is installed in.
 */
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";

interface AzuriteServer {
  start(): Promise<void>;
  getHttpServerAddress(): string;
  readonly accountDataStore: {
    /** Reads `AZURITE_ACCOUNTS` anew; Azurite does so itself once a minute. */
    refresh(): void;
  };
}

interface AzuriteModule {
  BlobServerFactory: new () => { createServer(environment: object): Promise<AzuriteServer> };
}

const nothing = (): undefined => undefined;

/** The command line of `azurite-blob`, as its factory asks for it. */
const environment = {
  blobHost: () => "127.0.0.1",
  blobPort: () => 0,
  blobKeepAliveTimeout: nothing,
  location: async () => join(tmpdir(), "azurite-in-memory"),
  debug: async () => undefined,
  silent: () => true,
  loose: () => false,
  skipApiVersionCheck: () => true,
  disableProductStyleUrl: () => true,
  inMemoryPersistence: () => true,
  extentMemoryLimit: nothing,
  disableTelemetry: () => true,
  cert: nothing,
  key: nothing,
  pwd: nothing,
  oauth: nothing,
};

function isAzurite(value: unknown): value is AzuriteModule {
  return typeof value === "object" && value !== null && "BlobServerFactory" in value;
}

async function main(folder: string): Promise<void> {
  const load = createRequire(join(folder, "package.json"));
  const azurite: unknown = load("azurite/dist/src/blob/BlobServerFactory");
  if (!isAzurite(azurite)) throw new Error(`there is no Azurite of the expected version in ${folder}`);
  const server = await new azurite.BlobServerFactory().createServer(environment);
  await server.start();
  process.stdout.write(`${new URL(server.getHttpServerAddress()).host}\n`);

  const lines = createInterface({ input: process.stdin });
  lines.on("line", (accounts) => {
    process.env["AZURITE_ACCOUNTS"] = accounts;
    server.accountDataStore.refresh();
    process.stdout.write("accounts\n");
  });
  lines.on("close", () => process.exit(0));
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
