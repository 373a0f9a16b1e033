import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Parts } from "../../emulator/parts";
import { LocalAzureMl } from "../unit/emulator-arm/local-azure-ml";
import { Commands, type Ended, type Running } from "./commands";
import type { Desired } from "./desired";

/** A stack in a folder, run by the real command line, on a local Azure ML with the real control plane and no instances. */
export class CliStack {
  private constructor(
    readonly azure: LocalAzureMl,
    readonly commands: Commands,
  ) {}

  static async create(options: { pace?: Parts["pace"]; program?: string } = {}): Promise<CliStack> {
    const folder = await mkdtemp(join(tmpdir(), "azureml-soak-"));
    const azure = await LocalAzureMl.start({ requestLog: join(folder, "requests.jsonl"), pace: options.pace });
    const store = (await azure.get(`${azure.workspace}/datastores/workspaceblobstore`)).body.properties;
    azure.blobs.upload(store.accountName, store.containerName, "m/model.bin", "weights");
    const { status, workspace } = azure;
    const program = options.program ?? join(__dirname, "program.js");
    const variables = { SOAK_WORKSPACE: workspace };
    return new CliStack(azure, await Commands.prepare(folder, { status, program, variables }));
  }

  get folder(): string {
    return this.commands.folder;
  }

  get env(): NodeJS.ProcessEnv {
    return this.commands.env;
  }

  async declare(desired: Desired): Promise<void> {
    await writeFile(join(this.folder, "desired.json"), JSON.stringify(desired));
  }

  pulumi(...args: string[]): Promise<Ended> {
    return this.commands.pulumi(...args);
  }

  startUp(): Running {
    return this.commands.startPulumi("up", "--yes", "--skip-preview", "--stack", "dev");
  }

  /** Begins our own command. */
  startRecover(...args: string[]): Running {
    return this.commands.startOwn("recover", ...args);
  }

  recover(...args: string[]): Promise<Ended> {
    return this.commands.own("recover", ...args);
  }

  /** The same stack with other environment variables. */
  withEnvironment(env: NodeJS.ProcessEnv): CliStack {
    return new CliStack(this.azure, this.commands.withEnvironment(env));
  }

  stateText(): Promise<string> {
    return this.commands.stateText();
  }

  state(): ReturnType<Commands["state"]> {
    return this.commands.state();
  }

  /** The lines of the request log. */
  async requests(): Promise<LoggedRequest[]> {
    const lines = (await readFile(join(this.folder, "requests.jsonl"), "utf8")).trim().split("\n");
    return lines.map((line): LoggedRequest => JSON.parse(line));
  }

  async remove(): Promise<void> {
    this.commands.end();
    await this.azure.stop();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** A line of the request log. */
export interface LoggedRequest {
  time: string;
  method: string;
  path: string;
  status: number;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body?: any;
}
