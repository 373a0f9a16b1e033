import { execFile } from "node:child_process";
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { LocalWorkspace, type ConfigMap, type Stack } from "@pulumi/pulumi/automation";
import { execEnvironment, homeFolder, preparePythonEnvironment, startEmulator } from "../../emulator/index";

const ROOT = join(__dirname, "../..");
const EXAMPLE = "examples/blue-green";

/** The main example on a local Azure ML of its own. */
export interface ExampleRun {
  stack: Stack;
  /** Sets stack configuration by path, for example `traffic.blue`, and runs `pulumi up`. */
  up(configuration: Readonly<Record<string, string>>): Promise<void>;
  /** Text of the request log so far: a JSON line for each ARM request. */
  requestLog(): Promise<string>;
  /** Stops everything and leaves nothing behind. */
  stop(): Promise<void>;
}

/** Trains the example's models and makes an empty stack; works on a copy, so that nothing of the repository changes. */
export async function startExample(): Promise<ExampleRun> {
  const folder = await mkdtemp(join(tmpdir(), "azureml-oracle-"));
  const project = join(folder, "project");
  const log = join(folder, "requests.jsonl");
  const emulator = await startEmulator({ folder: join(folder, "emulator"), requestLog: log });
  const stop = async (): Promise<void> => {
    await emulator.stop();
    await rm(folder, { recursive: true, force: true });
  };
  try {
    await copyExample(project);
    await train(join(project, EXAMPLE));
    const env = await execEnvironment(emulator.status, { folder: join(folder, "exec"), cwd: project });
    const stack = await emptyStack(project, env);
    return {
      stack,
      up: async (configuration) => {
        await stack.setAllConfig(plain(configuration), true);
        await stack.up();
      },
      requestLog: () => readFile(log, "utf8"),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function copyExample(project: string): Promise<void> {
  for (const path of ["Pulumi.yaml", "tsconfig.json", EXAMPLE]) {
    await cp(join(ROOT, path), join(project, path), { recursive: true });
  }
  await writeFile(join(project, "package.json"), "{}"); // else the engine warns
  await symlink(join(ROOT, "node_modules"), join(project, "node_modules"), "junction");
}

async function train(example: string): Promise<void> {
  const condaFile = await readFile(join(example, "environment/conda.yaml"), "utf8");
  const { python } = await preparePythonEnvironment({ condaFile, home: homeFolder() }, () => undefined);
  await promisify(execFile)(python, [join(example, "train.py")]);
}

async function emptyStack(workDir: string, env: NodeJS.ProcessEnv): Promise<Stack> {
  const envVars = Object.fromEntries(
    Object.entries(env).filter((each): each is [string, string] => each[1] !== undefined),
  );
  // The automation API looks for the engine in this process's own PATH.
  process.env["PATH"] = envVars["PATH"];
  return LocalWorkspace.createStack({ stackName: "oracle", workDir }, { envVars, pulumiHome: envVars["PULUMI_HOME"] });
}

function plain(configuration: Readonly<Record<string, string>>): ConfigMap {
  return Object.fromEntries(Object.entries(configuration).map(([path, value]) => [path, { value }]));
}
