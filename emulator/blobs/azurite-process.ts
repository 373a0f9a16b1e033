import { fork } from "node:child_process";
import { randomBytes } from "node:crypto";
import { createInterface } from "node:readline";
import { moduleBeside, nodeOptions } from "../node-program";
import type { BlobPort } from "./blob-port";

/** Keys in base64 by account. */
export type Accounts = ReadonlyMap<string, readonly string[]>;

/** An Azurite in a process of its own, from its start to its end. */
export interface AzuriteProcess {
  /** Settles when it serves; rejects where it ends before. */
  readonly up: Promise<void>;
  /** Settles when it is gone, with words for how that came; never rejects. */
  readonly ended: Promise<string>;
  /** Those that it knows. */
  readonly accounts: Accounts | undefined;
  /** Sets the accounts that it knows; settles when they count. */
  setAccounts(accounts: Accounts): Promise<void>;
  /** Settles when all that it knows by now is on disk. */
  save(): Promise<void>;
  /** Ends it, also while it starts, with all that it knows on disk; settles when it is gone. */
  stop(): Promise<void>;
}

/** What an Azurite is started with. */
export interface AzuriteOptions {
  /** Folder that it is installed in. */
  installed: string;
  /** Folder of its data. */
  location: string;
  port: BlobPort;
  /** Gets what it writes to stderr. */
  log: (line: string) => void;
}

/** Milliseconds that a start may take; one that takes longer is stuck. */
const startsWithin = 120_000;

/** Milliseconds that one gets to save and end. */
const endsWithin = 15_000;

const program = moduleBeside(__filename, "azurite-program");

/** Starts an Azurite that serves `accounts` on the port. */
export function startAzurite({ installed, location, port, log }: AzuriteOptions, given: Accounts): AzuriteProcess {
  const child = fork(program, [installed, location], {
    execArgv: nodeOptions(program),
    stdio: ["pipe", "pipe", "pipe", "ipc"],
    // An account of nobody: without any, Azurite would open its well-known one.
    env: { ...process.env, AZURITE_ACCOUNTS: nobody },
  });
  const ended = new Promise<string>((resolve) => {
    child.once("exit", (code, signal) => {
      resolve(`its process has ended (${signal === null ? `exit code ${code}` : `killed by ${signal}`})`);
    });
    // No process came of it. Otherwise it is a message that a process which is gone does not get.
    child.on("error", (error) => child.pid === undefined && resolve(error.message));
  });
  const killAfter = (milliseconds: number): (() => void) => {
    const timer = setTimeout(() => child.kill("SIGKILL"), milliseconds);
    return () => clearTimeout(timer);
  };
  const { stdin, stdout, stderr } = child;
  if (stdin === null || stdout === null || stderr === null) throw new Error("the blob store's process has no pipes");
  // A write to a process that is gone fails as an event; what it should have answered fails with the words below.
  stdin.on("error", () => undefined);
  const answers = createInterface({ input: stdout })[Symbol.asyncIterator]();
  createInterface({ input: stderr }).on("line", (line) => log(`azurite: ${line}`));
  void ended.then(() => port.abandoned());
  port.share(child);

  let turn: Promise<unknown> = Promise.resolve();
  const ask = async (line: string): Promise<void> => {
    const answered = turn.then(async () => {
      stdin.write(`${line}\n`);
      const next: IteratorResult<string, unknown> = await answers.next();
      if (next.done === true) throw new AzuriteEnded(await ended);
      if (next.value !== "done") throw new Error(next.value);
    });
    turn = answered.catch(() => undefined);
    await answered;
  };

  let accounts: Accounts | undefined;
  const setAccounts = async (known: Accounts): Promise<void> => {
    await ask(`accounts ${[nobody, ...[...known].map(([name, keys]) => [name, ...keys].join(":"))].join(";")}`);
    accounts = known;
  };

  let saving: Promise<void> | undefined;
  const save = async (): Promise<void> => {
    // One that has not been asked for yet will save what came in before this call, too.
    saving ??= turn.then(() => {
      saving = undefined;
      return ask("save");
    });
    await saving;
  };

  const notStuck = killAfter(startsWithin);
  void ended.then(notStuck);
  const up = setAccounts(given).then(() => {
    notStuck();
    port.serve(child);
  });
  up.catch(() => undefined); // those who need it hear of it
  return {
    ...{ up, ended, setAccounts, save },
    get accounts() {
      return accounts;
    },
    async stop() {
      const gone = killAfter(endsWithin);
      stdin.end();
      await ended;
      gone();
    },
  };
}

/** The process has ended before it has answered. */
export class AzuriteEnded extends Error {
  override readonly name = "AzuriteEnded";
}

const nobody = `nobody:${randomBytes(64).toString("base64")}`;
