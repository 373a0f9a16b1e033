import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
// Compiled, so that nobody has to wait for a compiler.
import { execEnvironment } from "pulumi-azureml/emulator";
import { CommandFailed, Shell } from "../../examples/demo/shell";
import type { EmulatorStatus } from "../../emulator/status";
import { MAIN } from "../unit/cli/command";

const ROOT = join(__dirname, "../..");

/** What several examples share. */
const SHARED = ["tsconfig.json", "examples/blue-green/environment", "examples/rollout/scoring"];

/** An example in a copy of its own, its stack `dev`, and the commands of its README. */
export class ExampleStack {
  private constructor(
    private readonly root: string,
    private readonly folder: string,
    private readonly shell: Shell,
  ) {}

  /** Copies the example, so that nothing of the repository changes, and makes an empty stack. */
  static async create(example: string, status: EmulatorStatus): Promise<ExampleStack> {
    const root = await mkdtemp(join(tmpdir(), "azureml-example-"));
    const folder = join(root, "examples", example);
    for (const path of [...SHARED, `examples/${example}`]) {
      await cp(join(ROOT, path), join(root, path), { recursive: true });
    }
    await writeFile(join(root, "package.json"), "{}"); // else the engine warns
    await symlink(join(ROOT, "node_modules"), join(root, "node_modules"), "junction");
    const exec = join(root, "exec");
    await mkdir(exec);
    const env = await execEnvironment(status, { folder: exec, cwd: ROOT });
    const stack = new ExampleStack(root, folder, new Shell(folder, env));
    await stack.pulumi("stack", "init", "dev");
    await stack.configure("azure-native:location=westeurope");
    return stack;
  }

  /** Sets stack configuration, each value as `path=value`. */
  async configure(...values: string[]): Promise<void> {
    await this.pulumi("config", "set-all", "--path", ...values.flatMap((value) => ["--plaintext", value]));
  }

  /** The stack's configuration file. */
  configuration(): Promise<string> {
    return readFile(join(this.folder, "Pulumi.dev.yaml"), "utf8");
  }

  /** Changes the program as somebody with an editor does. */
  async edit(change: (program: string) => string): Promise<void> {
    const file = join(this.folder, "index.ts");
    await writeFile(file, change(await readFile(file, "utf8")));
  }

  async up(): Promise<void> {
    await this.pulumi("up", "--yes", "--skip-preview");
  }

  /** What an `up` would do: `create checkout-green` for each, sorted, without what stays as it is and the stack itself. */
  async preview(): Promise<string[]> {
    const { steps }: { steps: { op: string; urn: string }[] } = JSON.parse(await this.pulumi("preview", "--json"));
    return steps
      .filter(({ op, urn }) => op !== "same" && !urn.includes("::pulumi:pulumi:Stack::"))
      .map(({ op, urn }) => `${op} ${urn.split("::").at(-1)}`)
      .sort();
  }

  /** The lines of a preview that say what changes, each with its sign and one space where there are several. */
  async previewLines(): Promise<string[]> {
    const lines = (await this.pulumi("preview", "--diff")).split("\n").map((line) => line.trim().replace(/ +/g, " "));
    return lines.filter((line) => /^[-+~=] /.test(line));
  }

  /** Runs a verb of `pulumi-azureml rollout`, and gives what it printed. */
  rollout(...words: string[]): Promise<string> {
    return this.run(process.execPath, MAIN, "rollout", ...words, "--stack", "dev");
  }

  /** Runs a command in the example's folder, and gives what it printed. */
  async run(...command: string[]): Promise<string> {
    try {
      return (await this.shell.run(command)).stdout;
    } catch (error) {
      throw error instanceof CommandFailed ? new Error(`${error.message}\n${error.output}`) : error;
    }
  }

  async remove(): Promise<void> {
    await this.shell.close();
    await rm(this.root, { recursive: true, force: true });
  }

  private pulumi(...args: string[]): Promise<string> {
    return this.run("pulumi", ...args, "--non-interactive", "--color", "never");
  }
}
