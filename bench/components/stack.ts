import { join } from "node:path";
import { writeJson } from "./consumer";
import { pulumi, type Cost } from "./engine";
import { MODEL, startLocalAzureMl, type LocalProcess } from "./local-azure-ml";
import { resultOf, type Result } from "./result";
import type { Way } from "./ways";

const STACK = "dev";

/** An empty stack of a project, on a local Azure ML of its own. */
export class BenchStack {
  private constructor(
    private readonly azure: LocalProcess,
    private readonly project: string,
    private readonly environment: NodeJS.ProcessEnv,
  ) {}

  static async make(project: string, { grouped }: Way, endpoints: number): Promise<BenchStack> {
    const azure = await startLocalAzureMl();
    const { resourceGroup, workspace } = azure.status;
    const model = `azureml://datastores/${MODEL.datastore}/paths/${MODEL.path}`;
    const config = Object.entries({ endpoints, grouped, resourceGroup, workspace, model });
    const lines = config.map(([name, value]): [string, string] => [`bench:${name}`, String(value)]);
    const environment = {
      ...(await azure.environment(project)),
      // With state in files the engine writes all of it at each step, which grows by the square; Pulumi's service gets
      // only what changes. Without this a benchmark of many endpoints would measure that file.
      PULUMI_EXPERIMENTAL: "true",
      PULUMI_SKIP_CHECKPOINTS: "true",
    };
    await pulumi(["stack", "init", STACK], project, environment);
    writeJson(join(project, `Pulumi.${STACK}.yaml`), { config: Object.fromEntries(lines) });
    return new BenchStack(azure, project, environment);
  }

  preview(): Promise<Cost> {
    return this.run("preview");
  }

  up(): Promise<Cost> {
    return this.run("up", "--yes", "--skip-preview");
  }

  /** What an `up` has made. */
  async result(): Promise<Result> {
    const file = join(this.project, "exported.json");
    await this.run("stack", "export", "--file", file);
    return resultOf(file, this.azure.requestLog);
  }

  remove(): Promise<void> {
    return this.azure.stop();
  }

  private run(...args: string[]): Promise<Cost> {
    return pulumi([...args, "--stack", STACK, "--non-interactive"], this.project, this.environment);
  }
}
