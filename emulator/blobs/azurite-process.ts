import { spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { moduleBeside, nodeOptions } from "../node-program";

/** A running Azurite. */
export interface AzuriteProcess {
  /** `host:port` of its blob service. */
  readonly endpoint: string;
  /** Sets the accounts that it knows, with their keys in base64; settles when they count. */
  setAccounts(accounts: ReadonlyMap<string, readonly string[]>): Promise<void>;
  /** Ends it; settles when it is gone. */
  stop(): Promise<void>;
}

const program = moduleBeside(__filename, "azurite-program");

/** Starts the Azurite that is installed in `folder`. `log` gets what it writes to stderr. */
export async function startAzurite(folder: string, log: (line: string) => void): Promise<AzuriteProcess> {
  const child = spawn(process.execPath, [...nodeOptions(program), program, folder], {
    stdio: ["pipe", "pipe", "pipe"],
    // An account of nobody: without any, Azurite would open its well-known one.
    env: { ...process.env, AZURITE_ACCOUNTS: `nobody:${randomBytes(64).toString("base64")}` },
  });
  const gone = once(child, "exit");
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  createInterface({ input: child.stderr }).on("line", (line) => log(`azurite: ${line}`));
  // A write to a process that is gone fails as an event; what it should have answered fails with the words below.
  child.stdin.on("error", () => undefined);

  const answer = async (): Promise<string> => {
    const next: IteratorResult<string, unknown> = await answers.next();
    if (next.done === true) throw new Error("the blob store's process has ended");
    return next.value;
  };

  let turn: Promise<unknown> = Promise.resolve();
  return {
    endpoint: await answer(),
    async setAccounts(accounts) {
      const line = [...accounts].map(([name, keys]) => [name, ...keys].join(":")).join(";");
      const applied = turn.then(() => {
        child.stdin.write(`${line}\n`);
        return answer();
      });
      turn = applied.catch(() => undefined);
      await applied;
    },
    async stop() {
      child.stdin.end();
      await gone;
    },
  };
}
