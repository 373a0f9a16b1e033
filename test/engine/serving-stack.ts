import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  type OpMap,
  type PulumiFn,
  type Stack,
  type StepEventMetadata,
} from "@pulumi/pulumi/automation";
import { Environment, RegisteredModel } from "pulumi-azureml";
import { execEnvironment } from "../../emulator/exec";
import { LocalAzureMl } from "../unit/emulator-arm/local-azure-ml";
import "./own-connections";

/** What one engine operation did or would do. */
export interface Outcome {
  /** How many resources were created, updated, left the same… */
  changes: OpMap;
  /** `update fraud-settings traffic` for each resource that is not the same, in the engine's order. */
  steps: string[];
  /** Names of all resources that the engine looked at. */
  urns: string[];
  /** Everything the engine printed for people. */
  output: string;
}

/** An engine operation that failed, with what was printed. */
export class Refused extends Error {
  constructor(readonly output: string) {
    super(output);
  }
}

/** What differs from a stack `dev` of the project `serving`. */
interface Options {
  projectName?: string;
  /** Variables that the engine and its providers get besides. */
  env?: Record<string, string>;
}

/** A stack of inline programs on a local Azure ML with the real control plane and no instances. */
export class ServingStack {
  /** What programs export; they put it here. */
  readonly exported: Record<string, unknown> = {};

  private constructor(
    readonly azure: LocalAzureMl,
    readonly stack: Stack,
    private readonly folder: string,
    private readonly select: (stackName: string) => Promise<Stack>,
    private readonly restoreEnvironment: () => void,
    private readonly projectName: string,
  ) {}

  static async create({ projectName = "serving", env = {} }: Options = {}): Promise<ServingStack> {
    const folder = await mkdtemp(join(tmpdir(), "azureml-serving-"));
    const azure = await LocalAzureMl.start({ requestLog: requestLogIn(folder) });
    await uploadModel(azure);
    const environment = await execEnvironment(azure.status, {
      folder,
      cwd: process.cwd(),
      env: { ...process.env, ...env },
    });
    const envVars = Object.fromEntries(
      Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
    );
    // The automation API looks for the engine in this process's own PATH, and programs run in this process.
    const before = { ...process.env };
    Object.assign(process.env, envVars);
    const restoreEnvironment = (): void => {
      for (const name of Object.keys(envVars)) if (!(name in before)) delete process.env[name];
      Object.assign(process.env, before);
    };
    const select = (stackName: string): Promise<Stack> =>
      LocalWorkspace.createOrSelectStack(
        { stackName, projectName, program: async () => undefined },
        { envVars, pulumiHome: envVars["PULUMI_HOME"], workDir: folder },
      );
    return new ServingStack(azure, await select("dev"), folder, select, restoreEnvironment, projectName);
  }

  /** Another stack of the same project on the same local Azure ML. */
  async sibling(stackName: string): Promise<ServingStack> {
    return new ServingStack(
      this.azure,
      await this.select(stackName),
      this.folder,
      this.select,
      () => undefined,
      this.projectName,
    );
  }

  /** The request log: a line for each ARM request so far. */
  requestLog(): Promise<string> {
    return readFile(requestLogIn(this.folder), "utf8");
  }

  /** The writes of endpoints so far, to tell how a split came to be. */
  async endpointWrites(): Promise<string> {
    const lines = (await this.requestLog()).split("\n");
    return lines.filter((line) => /"(PUT|PATCH)".*onlineEndpoints/.test(line)).join("\n");
  }

  /** ARM id of the workspace that is there from the start. */
  get workspace(): string {
    return this.azure.workspace;
  }

  up(program: () => unknown, options: { refresh?: boolean } = {}): Promise<Outcome> {
    return observed((watch) => this.stack.up({ program: this.exporting(program), ...options, ...watch }));
  }

  preview(program: () => unknown, options: { refresh?: boolean; replace?: string[] } = {}): Promise<Outcome> {
    return observed((watch) => this.stack.preview({ program: this.exporting(program), ...options, ...watch }));
  }

  refresh(): Promise<Outcome> {
    return observed((watch) => this.stack.refresh(watch));
  }

  private exporting(program: () => unknown): PulumiFn {
    return async () => {
      program();
      return this.exported;
    };
  }

  /** The state as the engine keeps it on disk. */
  async state(): Promise<string> {
    return readFile(join(this.folder, "stacks", ".pulumi", "stacks", this.projectName, "dev.json"), "utf8");
  }

  async remove(): Promise<void> {
    await this.stack.destroy().finally(async () => {
      this.restoreEnvironment();
      await this.azure.stop();
      await rm(this.folder, { recursive: true, force: true });
    });
  }
}

function requestLogIn(folder: string): string {
  return join(folder, "requests.jsonl");
}

/** Puts a file where `modelUri` says that the model is. */
async function uploadModel(azure: LocalAzureMl): Promise<void> {
  const { body } = await azure.get(`${azure.workspace}/datastores/workspaceblobstore`);
  azure.blobs.upload(body.properties.accountName, body.properties.containerName, "m/model.bin", "weights");
}

/** A model and an environment that deployments can name. */
export function assets(workspace: string): { model: RegisteredModel; environment: Environment } {
  return {
    model: new RegisteredModel("model", { workspace, uri: modelUri }),
    environment: new Environment("env", { workspace, image: "mcr.microsoft.com/azureml/inference:1" }),
  };
}

/** URI of the model that is there from the start. */
export const modelUri = "azureml://datastores/workspaceblobstore/paths/m";

/** Paths that an update changes: as the provider tells, else the inputs that differ, as a preview shows them. */
function changedInputs({ op, detailedDiff, old, new: now }: StepEventMetadata): string[] {
  if (op !== "update") return [];
  const paths = Object.keys(detailedDiff ?? {});
  if (paths.length > 0) return paths.sort();
  const [before, after] = [old?.inputs ?? {}, now?.inputs ?? {}];
  const names = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...names].filter((name) => JSON.stringify(before[name]) !== JSON.stringify(after[name])).sort();
}

type Watch = { onOutput: (text: string) => void; onEvent: (event: EngineEvent) => void };

/** Runs an engine operation and tells what it did. */
export async function observed(run: (watch: Watch) => Promise<unknown>): Promise<Outcome> {
  let output = "";
  let changes: OpMap = {};
  const steps: string[] = [];
  const urns: string[] = [];
  const onEvent = ({ resourcePreEvent, summaryEvent }: EngineEvent): void => {
    const step = resourcePreEvent?.metadata;
    if (step) urns.push(step.urn);
    if (step && step.op !== "same" && step.type !== "pulumi:pulumi:Stack") {
      steps.push([step.op, step.urn.split("::").pop(), ...changedInputs(step)].join(" "));
    }
    if (summaryEvent) changes = { ...summaryEvent.resourceChanges };
  };
  try {
    await run({ onOutput: (text) => (output += text), onEvent });
  } catch (error) {
    throw output === "" ? error : new Refused(output);
  }
  return { changes, steps, urns, output };
}
