import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { execEnvironment, type EmulatorStatus } from "pulumi-azureml/emulator";

/** Where a model lies from the start. */
export const MODEL = { datastore: "workspaceblobstore", path: "m" };

/** A local Azure ML without instances, as a process of its own. */
export interface LocalProcess {
  status: EmulatorStatus;
  /** File with each ARM request so far. */
  requestLog: string;
  /** The environment in which the engine meets it, for a project in `cwd`. */
  environment(cwd: string): Promise<NodeJS.ProcessEnv>;
  /** Ends it and removes what it kept, stacks too. */
  stop(): Promise<void>;
}

export async function startLocalAzureMl(): Promise<LocalProcess> {
  const folder = mkdtempSync(join(tmpdir(), "bench-azure-ml-"));
  const program = join(__dirname, "local-azure-ml-program.ts");
  const child = fork(program, [folder], { execArgv: ["--require", "ts-node/register/transpile-only"] });
  const gone = once(child, "exit");
  const ended = gone.then(() => Promise.reject(new Error("the local Azure ML ended before it was ready")));
  ended.catch(() => undefined);
  const [status] = (await Promise.race([once(child, "message"), ended])) as [EmulatorStatus];
  return {
    status,
    requestLog: join(folder, "requests.jsonl"),
    environment: (cwd) => execEnvironment(status, { folder, cwd }),
    async stop() {
      child.disconnect();
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
