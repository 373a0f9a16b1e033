import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { LocalWorkspace, type Stack } from "@pulumi/pulumi/automation";
import { execEnvironment } from "pulumi-azureml/emulator";
import type { EmulatorStatus } from "../../emulator/status";
import { observed, type Outcome } from "../engine/serving-stack";

/** Stacks whose programs run in this process, by the real engine against a local Azure ML. */
export class Stacks {
  private constructor(
    private readonly folder: string,
    private readonly variables: Record<string, string>,
    private readonly before: NodeJS.ProcessEnv,
  ) {}

  /** Changes the environment of this process until {@link close}: engine and programs look for Azure there. */
  static async open(status: EmulatorStatus, folder: string): Promise<Stacks> {
    const environment = await execEnvironment(status, { folder, cwd: process.cwd() });
    const given = Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined);
    const before = { ...process.env };
    Object.assign(process.env, environment);
    return new Stacks(folder, Object.fromEntries(given), before);
  }

  async stack(stackName: string): Promise<InlineStack> {
    const workDir = join(this.folder, stackName);
    await mkdir(workDir);
    const stack = await LocalWorkspace.createOrSelectStack(
      { stackName, projectName: "load", program: async () => undefined },
      { envVars: this.variables, pulumiHome: this.variables["PULUMI_HOME"], workDir },
    );
    return new InlineStack(stack);
  }

  close(): void {
    for (const name of Object.keys(process.env)) if (!(name in this.before)) delete process.env[name];
    Object.assign(process.env, this.before);
  }
}

/** One stack, and what may be done with it. */
export class InlineStack {
  constructor(private readonly stack: Stack) {}

  up(program: () => void, options: { refresh?: boolean } = {}): Promise<Outcome> {
    return observed((watch) => this.stack.up({ program: async () => program(), ...options, ...watch }));
  }

  preview(program: () => void): Promise<Outcome> {
    return observed((watch) => this.stack.preview({ program: async () => program(), ...watch }));
  }

  refresh(): Promise<Outcome> {
    return observed((watch) => this.stack.refresh(watch));
  }
}
