import { strict as assert } from "node:assert";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JournalEntry } from "../../../runner/rollout/journal";
import { Commands, type Ended, type Running, succeeded } from "../commands";
import { type Pace, RolloutAzure } from "./azure";
import { type EndpointWrite, endpointWrites } from "./endpoint-writes";
import type { Release } from "./release";

/** Name of the endpoint: the program's, in the stack `dev`. */
const ENDPOINT = "fraud-dev";

/** A stack with a rollout, driven by the real commands on a local Azure ML. */
export class RolloutStack {
  private constructor(
    readonly azure: RolloutAzure,
    readonly commands: Commands,
  ) {}

  static async create(takes?: Pace): Promise<RolloutStack> {
    const folder = await mkdtemp(join(tmpdir(), "azureml-rollout-"));
    const azure = await RolloutAzure.start(folder, takes);
    const { status, workspace } = azure;
    const variables = { ROLLOUT_WORKSPACE: workspace };
    const program = join(__dirname, "program.js");
    return new RolloutStack(azure, await Commands.prepare(folder, { status, program, variables }));
  }

  readonly endpoint = ENDPOINT;

  /** Writes, by id and sequence number, of somebody who could not reach the journal. */
  readonly unjournaled = new Set<string>();

  /** Lets the program say this. */
  async release(said: Release): Promise<void> {
    await writeFile(join(this.commands.folder, "release.json"), JSON.stringify(said));
  }

  async up(): Promise<Ended> {
    return succeeded(await this.commands.pulumi("up", "--yes", "--skip-preview", "--stack", "dev"));
  }

  /** Begins a command of `rollout`. */
  start(...args: string[]): Running {
    return this.commands.startOwn("rollout", ...args);
  }

  rollout(...args: string[]): Promise<Ended> {
    return this.start(...args).ended;
  }

  /** The same, which has to end with this exit code. */
  async ends(code: number, ...args: string[]): Promise<Ended> {
    const ended = await this.rollout(...args);
    assert.equal(ended.code, code, `${args.join(" ")}: ${ended.output}`);
    return ended;
  }

  // What it prints has many shapes; a wrong one shows as a failed comparison.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  async status(): Promise<any> {
    return JSON.parse(succeeded(await this.rollout("status", "--json")).stdout);
  }

  /** The journal as the command tells it, which also looks whether anybody changed it. */
  async history(): Promise<JournalEntry[]> {
    return JSON.parse(succeeded(await this.rollout("history", "--json")).stdout);
  }

  /** What the service took on of weights and cursor, in order. */
  async writes(): Promise<EndpointWrite[]> {
    return endpointWrites(await this.azure.requests(), ENDPOINT);
  }

  /** Live weights and tag, and the deployments that are there. */
  async live(): Promise<{
    traffic: Record<string, number>;
    mirror: Record<string, number>;
    tag?: string;
    deployments: string[];
  }> {
    const { endpoints } = this.azure;
    const [endpoint, deployments] = await Promise.all([endpoints.get(ENDPOINT), endpoints.listDeployments(ENDPOINT)]);
    const { traffic, mirrorTraffic } = endpoint?.properties ?? {};
    return {
      ...{ traffic: positive(traffic), mirror: positive(mirrorTraffic), tag: endpoint?.tags?.["rollout"] },
      deployments: deployments.map(({ name }) => name).sort(),
    };
  }

  async remove(): Promise<void> {
    this.commands.end();
    await this.azure.stop();
    await rm(this.commands.folder, { recursive: true, force: true });
  }
}

function positive(weights: Readonly<Record<string, number>> | null = {}): Record<string, number> {
  return Object.fromEntries(Object.entries(weights ?? {}).filter(([, weight]) => weight !== 0));
}
