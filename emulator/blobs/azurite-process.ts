import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type Server } from "node:net";
import { createInterface } from "node:readline";
import { moduleBeside, nodeOptions } from "../node-program";

/** Keys in base64 by account. */
export type Accounts = ReadonlyMap<string, readonly string[]>;

/** A running Azurite. */
export interface AzuriteProcess {
  /** Sets the accounts that it knows; settles when they count. */
  setAccounts(accounts: Accounts): Promise<void>;
  /** Settles when all that it knows by now is on disk. */
  save(): Promise<void>;
  /** Ends it, with all that it knows on disk; settles when it is gone. */
  stop(): Promise<void>;
}

/** What an Azurite is started with. */
export interface AzuriteOptions {
  /** Folder that it is installed in. */
  installed: string;
  /** Folder of its data. */
  location: string;
  /** Gets what it writes to stderr. */
  log: (line: string) => void;
}

const program = moduleBeside(__filename, "azurite-program");

/**
 * Opens the port that Azurite will serve. It is taken at once, and connections wait in it for the Azurite that it is
 * handed to.
 */
export async function blobPort(port: number): Promise<{ listener: Server; endpoint: string }> {
  const listener = createServer({ pauseOnConnect: true });
  listener.listen(port, "127.0.0.1");
  await once(listener, "listening");
  const address = listener.address();
  if (address === null || typeof address === "string") throw new Error("the blob store has no port");
  return { listener, endpoint: `127.0.0.1:${address.port}` };
}

/** Starts an Azurite that serves `accounts` on the port of `listener`; settles when it does. */
export async function startAzurite(
  { installed, location, log }: AzuriteOptions,
  listener: Server,
  accounts: Accounts,
): Promise<AzuriteProcess> {
  const child = fork(program, [installed, location], {
    execArgv: nodeOptions(program),
    stdio: ["pipe", "pipe", "pipe", "ipc"],
    // An account of nobody: without any, Azurite would open its well-known one.
    env: { ...process.env, AZURITE_ACCOUNTS: nobody },
  });
  const gone = once(child, "exit");
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("the blob store's process has no pipes");
  const answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  createInterface({ input: stderr }).on("line", (line) => log(`azurite: ${line}`));
  // A write to a process that is gone fails as an event; what it should have answered fails with the words below.
  for (const end of [stdin, child]) end.on("error", () => undefined);
  listener.on("connection", (early) => child.connected && child.send("connection", early));
  child.send("listener", listener, () => listener.close());

  let turn: Promise<unknown> = Promise.resolve();
  const ask = async (line: string): Promise<void> => {
    const answered = turn.then(async () => {
      stdin.write(`${line}\n`);
      const next: IteratorResult<string, unknown> = await answers.next();
      if (next.done === true) throw new Error("the blob store's process has ended");
    });
    turn = answered.catch(() => undefined);
    await answered;
  };
  const setAccounts = (known: Accounts): Promise<void> =>
    ask(`accounts ${[nobody, ...[...known].map(([name, keys]) => [name, ...keys].join(":"))].join(";")}`);

  let saving: Promise<void> | undefined;
  const save = async (): Promise<void> => {
    // One that has not been asked for yet will save what came in before this call, too.
    saving ??= turn.then(() => {
      saving = undefined;
      return ask("save");
    });
    await saving;
  };
  await setAccounts(accounts);
  return {
    setAccounts,
    save,
    async stop() {
      stdin.end();
      await gone;
    },
  };
}

const nobody = `nobody:${randomBytes(64).toString("base64")}`;
