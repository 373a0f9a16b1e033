import { parse } from "yaml";
import { messageOf } from "../../error-message";

/** What a conda file asks of a Python environment, in pip's words. */
export interface PythonRequirements {
  /** `3.10`, where the file names a version of Python. */
  pythonVersion?: string;
  /** Lines of a pip requirements file, sorted, each once; options such as `--extra-index-url` first. */
  lines: string[];
}

/** Thrown where a conda file can't be read as a list of requirements. */
export class CondaFileError extends Error {
  override readonly name = "CondaFileError";
}

/** The inference server that base images for inference carry, at the version that this emulator is measured against. */
export const INFERENCE_SERVER = "azureml-inference-server-http==1.5.1";

const SERVER_PACKAGES: ReadonlySet<string> = new Set(["azureml-inference-server-http", "azureml-defaults"]);

/** Conda packages that PyPI knows by another name. Every other name is taken over as it is. */
const RENAMED: ReadonlyMap<string, string> = new Map([
  ["pytorch", "torch"],
  ["opencv", "opencv-python"],
  ["msgpack-python", "msgpack"],
]);

const CONDA_SPEC = /^(?:[\w.-]+::)?([\w.-]+)\s*((?:[=<>!~].*)?)$/;

/**
 * Requirements of an environment: the conda file's pip section as it is, its conda packages as packages of the same name
 * on PyPI, and the inference server where the base image would bring it (image names for inference say so).
 */
export function pythonRequirements(environment: { image?: string; condaFile?: string }): PythonRequirements {
  const { pythonVersion, lines } = readCondaFile(environment.condaFile ?? "");
  const namesServer = lines.some((line) => SERVER_PACKAGES.has(packageName(line)));
  const imageHasServer = (environment.image ?? "").toLowerCase().includes("inference");
  return { pythonVersion, lines: normalised(namesServer || !imageHasServer ? lines : [...lines, INFERENCE_SERVER]) };
}

function readCondaFile(text: string): PythonRequirements {
  const required: PythonRequirements = { lines: [] };
  for (const dependency of condaDependencies(text)) {
    if (typeof dependency === "string") addCondaPackage(required, dependency.trim());
    else required.lines.push(...pipSection(dependency));
  }
  return required;
}

function condaDependencies(text: string): unknown[] {
  let file: unknown;
  try {
    file = parse(text);
  } catch (error) {
    throw new CondaFileError(`conda file: not YAML: ${messageOf(error)}`);
  }
  if (file === null || file === undefined) return [];
  const dependencies = isRecord(file) ? (file["dependencies"] ?? []) : undefined;
  if (Array.isArray(dependencies)) return dependencies;
  throw new CondaFileError("conda file: a mapping with a list `dependencies` is expected");
}

/** `name=1.2` of conda is a prefix match (1.2, 1.2.0, 1.2.7), which pip writes `name==1.2.*`; a build string is dropped. */
function addCondaPackage(required: PythonRequirements, spec: string): void {
  const [, name = "", version = ""] = CONDA_SPEC.exec(spec) ?? [];
  if (name === "")
    throw new CondaFileError(`conda file: dependencies: "${spec}" given; write name, name=1.2 or name>=1.2`);
  const lower = name.toLowerCase();
  if (lower === "python") required.pythonVersion = /\d+\.\d+/.exec(version)?.[0];
  else if (lower !== "pip") required.lines.push((RENAMED.get(lower) ?? name) + pipVersion(version.replace(/\s+/g, "")));
}

function pipVersion(version: string): string {
  const fuzzy = /^=([^=<>!~,|]+)(?:=.*)?$/.exec(version)?.[1];
  if (fuzzy === undefined) return version;
  return fuzzy === "*" ? "" : `==${fuzzy.replace(/\.?\*$/, "")}.*`;
}

function pipSection(dependency: unknown): string[] {
  const lines = isRecord(dependency) ? dependency["pip"] : undefined;
  if (!Array.isArray(lines))
    throw new CondaFileError("conda file: dependencies: only texts and one `pip:` list are expected");
  return lines.map(String).map(withoutComment).filter(Boolean).map(refuseFiles);
}

/** Other files are not part of what is registered, on the service neither. */
function refuseFiles(line: string): string {
  if (/^(-r|-c|-e|--requirement|--constraint|--editable)\b/.test(line)) {
    throw new CondaFileError(
      `conda file: pip: "${line}" given; the file it names is not uploaded, list the packages here`,
    );
  }
  return line;
}

function normalised(lines: string[]): string[] {
  const unique = [...new Set(lines.map((line) => line.replace(/\s+/g, " ")))];
  const options = unique.filter((line) => line.startsWith("-"));
  return [...options, ...unique.filter((line) => !line.startsWith("-")).sort()];
}

function withoutComment(line: string): string {
  return line.replace(/(^|\s)#.*$/, "").trim();
}

/** PyPI compares names without case, and `_`, `.` and `-` as one. */
function packageName(line: string): string {
  return (/^[\w.-]+/.exec(line)?.[0] ?? "").toLowerCase().replace(/[-_.]+/g, "-");
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
