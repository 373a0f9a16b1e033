import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
// Compiled, so that no engine has to wait for a compiler.
import { execEnvironment } from "pulumi-azureml/emulator";
import type { Parts } from "../../emulator/parts";
import { MAIN } from "../unit/cli/command";
import { LocalAzureMl } from "../unit/emulator-arm/local-azure-ml";
import type { Desired } from "./desired";

/** Plain JavaScript: a compiler would take most of the time of a run. */
const project = "name: soak\nruntime: { name: nodejs, options: { typescript: false } }\nmain: program.js\n";

/** How a command ended, and what it printed. */
export interface Ended {
  code: number | null;
  output: string;
  stdout: string;
}

/** A command under way, and its end. */
export interface Running {
  child: ChildProcess;
  ended: Promise<Ended>;
}

/** A stack in a folder, run by the real command line, on a local Azure ML with the real control plane and no instances. */
export class CliStack {
  private constructor(
    readonly azure: LocalAzureMl,
    readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
  ) {}

  static async create(options: { pace?: Parts["pace"]; program?: string } = {}): Promise<CliStack> {
    const folder = await mkdtemp(join(tmpdir(), "azureml-soak-"));
    const azure = await LocalAzureMl.start({ requestLog: join(folder, "requests.jsonl"), pace: options.pace });
    const store = (await azure.get(`${azure.workspace}/datastores/workspaceblobstore`)).body.properties;
    azure.blobs.upload(store.accountName, store.containerName, "m/model.bin", "weights");
    await writeFile(join(folder, "Pulumi.yaml"), project);
    await writeFile(join(folder, "package.json"), "{}");
    await copyFile(options.program ?? join(__dirname, "program.js"), join(folder, "program.js"));
    await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"), "junction");
    const env = await execEnvironment(azure.status, { folder, cwd: process.cwd() });
    const stack = new CliStack(azure, folder, {
      ...env,
      SOAK_WORKSPACE: azure.workspace,
      PULUMI_DEBUG_COMMANDS: "true", // for --event-log
    });
    await stack.pulumi("stack", "init", "dev").then(succeeded);
    return stack;
  }

  async declare(desired: Desired): Promise<void> {
    await writeFile(join(this.folder, "desired.json"), JSON.stringify(desired));
  }

  /** Begins a command of the engine. */
  start(...args: string[]): Running {
    return this.spawn("pulumi", [...args, "--non-interactive", "--color", "never"]);
  }

  pulumi(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  startUp(): Running {
    return this.start("up", "--yes", "--skip-preview", "--stack", "dev");
  }

  /** Begins our own command. */
  startRecover(...args: string[]): Running {
    return this.spawn(process.execPath, [MAIN, "recover", "--stack", "dev", ...args]);
  }

  recover(...args: string[]): Promise<Ended> {
    return this.startRecover(...args).ended;
  }

  /** The same stack with other environment variables. */
  withEnvironment(env: NodeJS.ProcessEnv): CliStack {
    return new CliStack(this.azure, this.folder, { ...this.env, ...env });
  }

  /** The state as the engine keeps it on disk. */
  stateText(): Promise<string> {
    return readFile(join(this.folder, "stacks", ".pulumi", "stacks", "soak", "dev.json"), "utf8");
  }

  // The state has many shapes; a wrong one shows as a failed comparison.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async state(): Promise<any> {
    return JSON.parse(await this.stateText()).checkpoint.latest;
  }

  /** The lines of the request log. */
  async requests(): Promise<LoggedRequest[]> {
    const lines = (await readFile(join(this.folder, "requests.jsonl"), "utf8")).trim().split("\n");
    return lines.map((line): LoggedRequest => JSON.parse(line));
  }

  async remove(): Promise<void> {
    await this.azure.stop();
    await rm(this.folder, { recursive: true, force: true });
  }

  private spawn(command: string, args: readonly string[]): Running {
    const child = spawn(command, args, { cwd: this.folder, env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]).then(
      ([stdout, stderr, [code]]): Ended => ({ code, output: `${stdout}${stderr}`, stdout }),
    );
    return { child, ended };
  }
}

/** A line of the request log. */
export interface LoggedRequest {
  method: string;
  path: string;
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body?: any;
}

/** The command's end, which has to be a good one. */
export function succeeded(ended: Ended): Ended {
  if (ended.code === 0) return ended;
  throw new Error(`it ended with ${ended.code}:\n${ended.output}`);
}
