import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { copyFile, mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { constants } from "node:os";
import { join } from "node:path";
// Compiled, so that no engine has to wait for a compiler.
import { execEnvironment } from "pulumi-azureml/emulator";
import type { EmulatorStatus } from "../../emulator/status";
import { MAIN } from "../unit/cli/command";
import { killTree } from "./processes";

/** Plain JavaScript: a compiler would take most of the time of a run. */
const project = "name: soak\nruntime: { name: nodejs, options: { typescript: false } }\nmain: program.js\n";

/** Signals that would end this process without a word, and with its children left behind. SIGINT is for whoever runs it. */
const deadly = ["SIGTERM", "SIGHUP"] as const;
const leave = (signal: NodeJS.Signals): never => process.exit(128 + constants.signals[signal]);

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
  /** Settles when it has printed these words; rejects where it ends before. */
  says: (words: string) => Promise<void>;
}

/** The folder of a program, its stack `dev` on a local Azure ML, and the real command lines in it. */
export class Commands {
  private constructor(
    readonly folder: string,
    readonly env: NodeJS.ProcessEnv,
    private readonly running: Set<ChildProcess>,
  ) {}

  static async prepare(
    folder: string,
    { status, program, variables }: { status: EmulatorStatus; program: string; variables: NodeJS.ProcessEnv },
  ): Promise<Commands> {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "Pulumi.yaml"), project);
    await writeFile(join(folder, "package.json"), "{}");
    await copyFile(program, join(folder, "program.js"));
    await symlink(join(process.cwd(), "node_modules"), join(folder, "node_modules"), "junction");
    const env = await execEnvironment(status, { folder, cwd: process.cwd() });
    const debug = { PULUMI_DEBUG_COMMANDS: "true" }; // for --event-log
    const commands = new Commands(folder, { ...env, ...debug, ...variables }, new Set());
    process.on("exit", commands.atExit);
    for (const signal of deadly) process.on(signal, leave);
    succeeded(await commands.pulumi("stack", "init", "dev"));
    return commands;
  }

  /** The same folder with other environment variables. */
  withEnvironment(env: NodeJS.ProcessEnv): Commands {
    return new Commands(this.folder, { ...this.env, ...env }, this.running);
  }

  /** Begins a command of the engine. */
  startPulumi(...args: string[]): Running {
    return this.spawn("pulumi", [...args, "--non-interactive", "--color", "never"]);
  }

  pulumi(...args: string[]): Promise<Ended> {
    return this.startPulumi(...args).ended;
  }

  /** Begins our own command on the stack. */
  startOwn(...args: string[]): Running {
    return this.spawn(process.execPath, [MAIN, ...args, "--stack", "dev"]);
  }

  own(...args: string[]): Promise<Ended> {
    return this.startOwn(...args).ended;
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

  /** Ends whatever still runs. */
  end(): void {
    process.off("exit", this.atExit);
    for (const signal of deadly) process.off(signal, leave);
    this.atExit();
  }

  private readonly atExit = (): void => {
    for (const { pid } of this.running) if (pid !== undefined) killTree(pid);
  };

  private spawn(command: string, args: readonly string[]): Running {
    const child = spawn(command, args, { cwd: this.folder, env: this.env, stdio: ["ignore", "pipe", "pipe"] });
    this.running.add(child);
    const said = { stdout: "", stderr: "" };
    for (const name of ["stdout", "stderr"] as const) {
      child[name].setEncoding("utf8").on("data", (piece: string) => (said[name] += piece));
    }
    const ended = once(child, "close").then(([code]: (number | null)[]): Ended => {
      this.running.delete(child);
      return { code: code ?? null, stdout: said.stdout, output: `${said.stdout}${said.stderr}` };
    });
    const says = async (words: string): Promise<void> => {
      const early = ended.then(({ output }) => {
        throw new Error(`it ended without "${words}": ${output}`);
      });
      early.catch(() => undefined); // it may end once it has said so
      while (!said.stdout.includes(words)) await Promise.race([once(child.stdout, "data"), early]);
    };
    return { child, ended, says };
  }
}

/** The command's end, which has to be a good one. */
export function succeeded(ended: Ended): Ended {
  if (ended.code === 0) return ended;
  throw new Error(`it ended with ${ended.code}:\n${ended.output}`);
}
