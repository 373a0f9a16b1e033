import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, rm, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { homeFolder } from "../../emulator/home";
import { preparePythonEnvironment } from "../../emulator/serving/python-environment";

const run = promisify(execFile);

/** Calls a scoring script as its author would, with all files at once, and keeps what it gives as rows. */
const BY_HAND = `
import importlib, os, sys
code, name, files, rows = sys.argv[1:]
sys.path.insert(0, code)
script = importlib.import_module(name)
script.init()
given = script.run([os.path.join(files, file) for file in sorted(os.listdir(files))])
with open(rows, "w") as target:
    if isinstance(given, list):
        target.writelines(f"{row}\\n" for row in given)
    else:
        given.to_csv(target, sep=" ", header=False, index=False)
`;

/** Says of two folders of Parquet files where they differ. */
const COMPARE = `
import os, sys
import pandas
one, other = sys.argv[1:]
assert sorted(os.listdir(one)) == sorted(os.listdir(other)), (os.listdir(one), os.listdir(other))
for file in os.listdir(one):
    pandas.testing.assert_frame_equal(pandas.read_parquet(os.path.join(one, file)), pandas.read_parquet(os.path.join(other, file)))
`;

/** What a deployment of the examples consists of: folders, and the files that it scores. */
export interface PublicDeployment {
  /** Folder with `code`, `environment` and `model`. */
  folder: string;
  /** Folder of the files to score. */
  files: string;
}

/** A scoring script run by hand, in the Python environment that jobs have for its conda file. */
export class ScriptByHand {
  private constructor(
    private readonly python: string,
    private readonly scratch: string,
    /** What it gave, as lines in the order of the files. */
    readonly rows: readonly string[],
  ) {}

  /** Folder of what the script wrote itself. */
  get written(): string {
    return join(this.scratch, "output");
  }

  static async run({ folder, files }: PublicDeployment): Promise<ScriptByHand> {
    const python = await pythonOf(join(folder, "environment", "conda.yaml"));
    const scratch = await mkdtemp(join(tmpdir(), "by-hand-"));
    try {
      const [models, output, rows] = [join(scratch, "models"), join(scratch, "output"), join(scratch, "rows")];
      await Promise.all([mkdir(models), mkdir(output)]);
      await symlink(join(folder, "model"), join(models, "model"));
      await run(python, ["-c", BY_HAND, join(folder, "code"), "batch_driver", files, rows], {
        cwd: scratch, // packages leave files where they run
        env: {
          ...process.env,
          AZUREML_MODEL_DIR: models,
          AZUREML_BI_OUTPUT_PATH: output,
          PYTHONDONTWRITEBYTECODE: "1",
        },
      });
      return new ScriptByHand(python, scratch, (await readFile(rows, "utf8")).trimEnd().split("\n"));
    } catch (error) {
      await rm(scratch, { recursive: true, force: true });
      throw error;
    }
  }

  /** Rejects where a folder of Parquet files is not just what the script wrote. */
  async assertWritten(folder: string): Promise<void> {
    await run(this.python, ["-c", COMPARE, this.written, folder]);
  }

  async remove(): Promise<void> {
    await rm(this.scratch, { recursive: true, force: true });
  }
}

/** The Python of an environment as jobs have it for a conda file. */
export async function pythonOf(condaFile: string): Promise<string> {
  const text = await readFile(condaFile, "utf8");
  const environment = { condaFile: text, home: homeFolder(), oldestPython: [3, 8] } as const;
  return (await preparePythonEnvironment(environment, () => undefined)).python;
}
