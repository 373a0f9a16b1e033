import { execFile } from "node:child_process";
import { pyenvVersions } from "./pyenv-versions";

/** A Python that can make virtual environments. */
export interface Interpreter {
  /** Path of the executable itself, behind any version switcher. */
  executable: string;
  /** `3.11.7` */
  version: string;
}

/** A version of Python, as major and minor. */
export type PythonVersion = readonly [number, number];

/** What the inference server asks for. */
const OLDEST: PythonVersion = [3, 9];

const ASK = "import sys, ensurepip, venv; print('%d.%d.%d' % sys.version_info[:3]); print(sys.executable)";

/**
 * `PULUMI_AZUREML_PYTHON` where it is set, else the version that the conda file names, of the PATH or of pyenv, else
 * `python3` of the PATH. Throws where none of them is Python `oldest` or newer with `venv`.
 */
export async function findInterpreter(
  wanted: string | undefined,
  environment: NodeJS.ProcessEnv = process.env,
  oldest = OLDEST,
): Promise<Interpreter> {
  const given = environment["PULUMI_AZUREML_PYTHON"];
  const asked = wanted ? [`python${wanted}`, ...pyenvVersions(wanted, environment)] : [];
  const candidates = given ? [given] : [...asked, "python3", "python"];
  const refusals: string[] = [];
  for (const candidate of candidates) {
    const answer = await ask(candidate, { environment, oldest });
    if (typeof answer === "string") refusals.push(`${candidate}: ${answer}`);
    else return answer;
  }
  throw new Error(
    `Python ${oldest.join(".")} or newer with its venv module is needed to run scoring scripts. Install python3 and ` +
      `python3-venv, or set PULUMI_AZUREML_PYTHON to an interpreter (${refusals.join("; ")})`,
  );
}

function ask(
  command: string,
  { environment, oldest }: { environment: NodeJS.ProcessEnv; oldest: PythonVersion },
): Promise<Interpreter | string> {
  return new Promise((settle) => {
    execFile(command, ["-I", "-c", ASK], { env: environment, timeout: 15_000 }, (error, stdout, stderr) => {
      const [version = "", executable = ""] = stdout.trim().split(/\r?\n/);
      if (error) settle(error.code === "ENOENT" ? "not found" : lastLine(stderr) || error.message);
      else if (isOlder(version, oldest)) settle(`${version} is too old`);
      else settle({ executable, version });
    });
  });
}

function isOlder(version: string, oldest: PythonVersion): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major < oldest[0] || (major === oldest[0] && minor < oldest[1]);
}

function lastLine(text: string): string {
  return text.trim().split(/\r?\n/).at(-1) ?? "";
}
