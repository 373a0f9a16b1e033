import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";

/** A model that says by itself how it is loaded and what it needs. */
export interface MlflowModel {
  /** Folder with the file `MLmodel`. */
  folder: string;
  /** Text of the conda file that it was saved with, or one with its pip requirements. */
  condaFile?: string;
}

/** The MLflow model in a registered model's folder, or in a folder of that; undefined where there is none. */
export function mlflowModel(registered: string): MlflowModel | undefined {
  const below = readdirSync(registered, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  const folder = [registered, ...below.map(({ name }) => join(registered, name)).sort()].find((candidate) =>
    existsSync(join(candidate, "MLmodel")),
  );
  return folder === undefined ? undefined : { folder, condaFile: condaFileIn(folder) };
}

/** Files that MLflow writes beside a model (`mlflow.models`, "Additional logged files"). */
function condaFileIn(folder: string): string | undefined {
  const [conda, requirements] = [join(folder, "conda.yaml"), join(folder, "requirements.txt")];
  if (existsSync(conda)) return readFileSync(conda, "utf8");
  if (!existsSync(requirements)) return undefined;
  const pip = readFileSync(requirements, "utf8").split(/\r?\n/);
  return stringify({ dependencies: [{ pip: pip.filter((line) => line.trim() !== "") }] });
}
