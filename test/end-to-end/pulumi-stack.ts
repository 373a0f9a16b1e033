import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LocalWorkspace, type PulumiFn, type Stack } from "@pulumi/pulumi/automation";
import { execEnvironment } from "../../emulator/exec";
import type { EmulatorStatus } from "../../emulator/status";
import { observed, type Outcome } from "../engine/serving-stack";

/** A stack of an inline program, run by the real engine against a local Azure ML that is a process of its own. */
export class PulumiStack {
  private constructor(
    private readonly stack: Stack,
    private readonly program: () => void,
    private readonly folder: string,
    private readonly before: NodeJS.ProcessEnv,
  ) {}

  static async create(status: EmulatorStatus, program: () => void): Promise<PulumiStack> {
    const folder = await mkdtemp(join(tmpdir(), "azureml-stack-"));
    const environment = await execEnvironment(status, { folder, cwd: process.cwd() });
    const envVars = Object.fromEntries(
      Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    const before = { ...process.env };
    // The automation API looks for the engine in this process's own PATH, and programs run in this process.
    Object.assign(process.env, envVars);
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName: "dev", projectName: "judged", program: async () => undefined },
      { envVars, pulumiHome: envVars["PULUMI_HOME"], workDir: folder },
    );
    return new PulumiStack(stack, program, folder, before);
  }

  up(options: { refresh?: boolean } = {}): Promise<Outcome> {
    return observed((watch) => this.stack.up({ program: this.inline(), ...options, ...watch }));
  }

  preview(options: { refresh?: boolean } = {}): Promise<Outcome> {
    return observed((watch) => this.stack.preview({ program: this.inline(), ...options, ...watch }));
  }

  async destroy(): Promise<void> {
    await this.stack.destroy();
  }

  async remove(): Promise<void> {
    for (const name of Object.keys(process.env)) {
      const value = this.before[name];
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    await rm(this.folder, { recursive: true, force: true });
  }

  private inline(): PulumiFn {
    return async () => this.program();
  }
}
