import { join } from "node:path";

import { BatchJobFailure, type BatchJobSpec } from "./contract";
import { mlflowModel } from "./mlflow-model";
import { MLFLOW_MODEL, writeMlflowScoring } from "./python/mlflow-scoring";

/** What workers load, and in which environment. */
export interface ScoringSource {
  /** Path of the scoring script. */
  script: string;
  codeFolder: string;
  /** Text of the conda file. */
  condaFile?: string;
  /** What the script finds besides what all find. */
  variables: Record<string, string>;
}

/** The deployment's own script, or the one for MLflow models, which is written to `folder`. */
export function scoringSource({ code, model, environment }: BatchJobSpec, folder: string): ScoringSource {
  if (code) {
    const { condaFile } = environment;
    return { script: join(code.folder, code.scoringScript), codeFolder: code.folder, condaFile, variables: {} };
  }
  const found = model && mlflowModel(model.folder);
  if (found === undefined) {
    throw new BatchJobFailure(
      "UserError",
      "The deployment has no code, and its model no file MLmodel; give a scoring script, or register an MLflow model",
    );
  }
  return {
    script: writeMlflowScoring(folder),
    codeFolder: folder,
    condaFile: environment.condaFile ?? found.condaFile,
    variables: { [MLFLOW_MODEL]: found.folder },
  };
}
