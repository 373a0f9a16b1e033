/**
 * The blob store's process: Azurite on a port that its parent hands over, with its data in a folder. It takes commands
 * from lines on stdin, answers each on stdout, and ends with its parent, when stdin does. Called with the folder that
 * Azurite is installed in and the folder of its data.
 */
import { once } from "node:events";
import { mkdirSync } from "node:fs";
import { createRequire } from "node:module";
import { Server, Socket } from "node:net";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { messageOf } from "../error-message";
import { lockFolder } from "../folder-lock";
import { SavedDatabases } from "./azurite-databases";
import { isAzurite, type AzuriteServer } from "./azurite-module";
import { answerWhenSaved } from "./saved-answers";

/** Milliseconds between saves that nobody asks for. */
const saveEvery = 5_000;

const nothing = (): undefined => undefined;

/** The command line of `azurite-blob`, as its factory asks for it. */
const environment = (location: string, port: unknown) => ({
  blobHost: () => "127.0.0.1",
  blobPort: () => port,
  blobKeepAliveTimeout: nothing,
  location: async () => location,
  debug: async () => undefined,
  silent: () => true,
  loose: () => false,
  skipApiVersionCheck: () => true,
  disableProductStyleUrl: () => true,
  inMemoryPersistence: () => false,
  extentMemoryLimit: nothing,
  disableTelemetry: () => true,
  cert: nothing,
  key: nothing,
  pwd: nothing,
  oauth: nothing,
});

async function main(installed: string, location: string): Promise<void> {
  // A signal to the whole process group is the parent's business; the end of stdin tells the outcome.
  for (const signal of ["SIGINT", "SIGHUP"] as const) process.on(signal, nothing);
  mkdirSync(location, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(location);
  process.on("exit", unlock);

  const door = new Door();
  let databases: SavedDatabases | undefined;
  const lines = createInterface({ input: process.stdin });
  const commands: string[] = [];
  lines.on("line", (line) => commands.push(line));
  lines.on("close", () => {
    // Saved and gone in one go: nothing is answered that is not saved.
    databases?.save();
    process.exit(0);
  });

  const load = createRequire(join(installed, "package.json"));
  const azurite: unknown = load("azurite/dist/src/blob/BlobServerFactory");
  if (!isAzurite(azurite)) throw new Error(`there is no Azurite of the expected version in ${installed}`);
  const listener = await door.listener;
  const server = await new azurite.BlobServerFactory().createServer(environment(location, listener));

  const answer = async (command: string): Promise<void> => {
    let told = "done";
    if (command.startsWith("accounts ")) {
      process.env["AZURITE_ACCOUNTS"] = command.slice("accounts ".length);
      if (databases) server.accountDataStore.refresh();
      else databases = await serve(server, door);
    } else {
      told = saveFailure(databases) ?? told;
    }
    process.stdout.write(`${told}\n`);
  };
  for (;;) {
    for (let next = commands.shift(); next !== undefined; next = commands.shift()) await answer(next);
    await once(lines, "line");
  }
}

/** Saves, or says in a line why that did not succeed: with a full disk it goes on to serve what there is. */
function saveFailure(databases: SavedDatabases | undefined): string | undefined {
  try {
    databases?.save();
    return undefined;
  } catch (error) {
    return messageOf(error).replaceAll("\n", " ");
  }
}

async function serve(server: AzuriteServer, door: Door): Promise<SavedDatabases> {
  await server.start();
  const databases = new SavedDatabases(server.extentMetadataStore.db, server.metadataStore.db);
  answerWhenSaved(server.httpServer, () => databases.saved());
  // What Azurite does of itself, clearing up.
  setInterval(() => {
    const failure = saveFailure(databases);
    if (failure !== undefined) process.stderr.write(`${failure}\n`);
  }, saveEvery);
  door.lead((socket) => server.httpServer.emit("connection", socket.resume()));
  return databases;
}

/** The port that the parent hands over, and the connections that came before Azurite listened on it. */
class Door {
  readonly listener: Promise<Server>;
  private readonly early: Socket[] = [];
  private enter = (socket: Socket): unknown => this.early.push(socket.pause());

  constructor() {
    this.listener = new Promise((resolve) => {
      process.on("message", (name, handle: unknown) => {
        if (handle instanceof Socket) this.enter(handle);
        if (name === "connection") process.send?.("taken", undefined, undefined, nothing);
        if (handle instanceof Server) resolve(handle.on("connection", (socket: Socket) => void this.enter(socket)));
      });
    });
  }

  /** Leads those who came, and those who still come this way, to `enter`. */
  lead(enter: (socket: Socket) => unknown): void {
    this.enter = enter;
    for (const socket of this.early.splice(0)) enter(socket);
  }
}

function fail(error: unknown): void {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exit(1);
}

main(process.argv[2] ?? "", process.argv[3] ?? "").catch(fail);
