import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";

import { messageOf } from "../error-message";
import { DeploymentFailure } from "./contract";
import { ENVIRONMENT_BUILDER } from "./python/environment-builder";
import { findInterpreter, type Interpreter, type PythonVersion } from "./python/interpreter";
import { pythonRequirements } from "./python/requirements";

/** What a virtual environment is built from. */
export interface PythonEnvironmentSpec {
  /** Base image; only whether it is one for inference matters. */
  image?: string;
  /** Text of the conda file. */
  condaFile?: string;
  /** Folder under which `python/<hash>` is kept, shared by all emulators of a user. */
  home: string;
  /** Oldest Python that what runs in it can do with; by default the inference server's, 3.9. */
  oldestPython?: PythonVersion;
}

/** Lines of the builder's output that a failure repeats. */
const FAILURE_LINES = 20;

/**
 * The Python interpreter of a virtual environment with what the environment asks for. One environment is built for each
 * distinct content and kept; a second call returns at once. Rejects with `DeploymentFailure("ImageBuildFailure")`, the
 * service's word for an environment that can't be built.
 */
export async function preparePythonEnvironment(
  spec: PythonEnvironmentSpec,
  onProgress: (line: string) => void,
): Promise<{ python: string }> {
  const { pythonVersion, lines } = orImageBuildFailure(() => pythonRequirements(spec));
  const interpreter = await findInterpreter(pythonVersion, process.env, spec.oldestPython).catch((error: Error) => {
    throw new DeploymentFailure("ImageBuildFailure", error.message);
  });
  if (pythonVersion && !interpreter.version.startsWith(`${pythonVersion}.`)) {
    onProgress(
      `The conda file asks for Python ${pythonVersion}, which is not installed here; using ${interpreter.version}`,
    );
  }

  const folder = join(spec.home, "python", contentHash(lines, interpreter.version));
  const python = join(folder, "bin", "python");
  if (existsSync(join(folder, "built.json")) && existsSync(python)) return { python };

  mkdirSync(join(spec.home, "python"), { recursive: true });
  onProgress(
    `Building the Python environment with ${lines.length} requirements, once for this content (usually 20 to 90 s)`,
  );
  const started = Date.now();
  await build(interpreter, folder, lines, onProgress);
  onProgress(`Python environment ready after ${Math.round((Date.now() - started) / 1000)} s`);
  return { python };
}

function contentHash(lines: readonly string[], version: string): string {
  return createHash("sha256")
    .update(JSON.stringify([version, ...lines]))
    .digest("hex");
}

function orImageBuildFailure<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    throw new DeploymentFailure("ImageBuildFailure", messageOf(error));
  }
}

/** stdin stays open and silent: its end tells the builder that this process is gone. */
function build(
  python: Interpreter,
  folder: string,
  lines: string[],
  onProgress: (line: string) => void,
): Promise<void> {
  return new Promise((done, fail) => {
    const said: string[] = [];
    const builder = spawn(python.executable, ["-I", "-c", ENVIRONMENT_BUILDER, folder, JSON.stringify(lines)], {
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
    });
    for (const output of [builder.stdout, builder.stderr]) {
      createInterface({ input: output }).on("line", (line) => {
        said.push(line);
        if (said.length > FAILURE_LINES) said.shift();
        const progress = progressOf(line.trim());
        if (progress) onProgress(progress);
      });
    }
    builder.on("error", (error) => fail(new DeploymentFailure("ImageBuildFailure", error.message)));
    builder.on("close", (code) => {
      if (code === 0) done();
      else
        fail(new DeploymentFailure("ImageBuildFailure", `The Python environment can't be built:\n${said.join("\n")}`));
    });
  });
}

/** pip tells every dependency; who waits wants to know what was asked for and that it goes on. */
function progressOf(line: string): string | undefined {
  const collected = /^Collecting (\S+) \(from -r /.exec(line)?.[1];
  if (collected) return `Collecting ${collected}`;
  const installed = /^Installing collected packages: (.*)/.exec(line)?.[1];
  if (installed) return `Installing ${installed.split(",").length} packages`;
  return line.startsWith("Waiting for") ? line : undefined;
}
