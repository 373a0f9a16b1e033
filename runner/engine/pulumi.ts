import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";
import { engineFault } from "./engine-fault";

/** Which engine works where. */
export interface PulumiOptions {
  /** Folder of the program. Default: the current one. */
  cwd?: string;
  /** Default: the stack that is selected. */
  stack?: string;
  /** Hears the lines that an update prints, as they come. */
  onLine?: (line: string) => void;
  /** Environment of the engine: home, backend, passphrase, sign-in. Default: this process's. */
  env?: NodeJS.ProcessEnv;
}

/** The `pulumi` command on one stack. Every method rejects with an {@link EngineFault}. */
export class Pulumi {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;

  constructor(readonly options: PulumiOptions = {}) {
    this.cwd = options.cwd ?? process.cwd();
    this.env = { ...(options.env ?? process.env), PULUMI_SKIP_UPDATE_CHECK: "true" };
  }

  /** Runs a command that knows no stack, and gives what it printed. */
  async run(args: readonly string[], input = ""): Promise<string> {
    const child = spawn("pulumi", [...args, "--non-interactive", "--color", "never"], {
      cwd: this.cwd,
      env: this.env,
      stdio: "pipe",
    });
    const ended = new Promise<number | null>((resolve, reject) => child.once("error", reject).once("close", resolve));
    child.stdin.on("error", () => undefined); // it may not read its input
    child.stdin.end(input);
    try {
      const { onLine } = this.options;
      if (onLine && args[0] === "up") createInterface(child.stdout).on("line", onLine);
      const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
      if (code === 0) return stdout;
      throw engineFault(args, `${stderr}\n${stdout}`, code);
    } catch (error) {
      throw isMissing(error) ? engineFault(args, "ENOENT", 127) : error;
    }
  }

  /** Runs a command on the stack. */
  onStack(args: readonly string[], input?: string): Promise<string> {
    const { stack } = this.options;
    return this.run(stack === undefined ? args : [...args, "--stack", stack], input);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && Reflect.get(error, "code") === "ENOENT";
}
