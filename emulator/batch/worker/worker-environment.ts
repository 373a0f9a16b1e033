import { hostEnvironment } from "../../serving/instance/host-environment";
import type { BatchJobSpec } from "../contract";

/**
 * The environment of a worker: what the service sets (Microsoft Docs, "Author scoring scripts for batch deployments" and
 * "Customize outputs in batch deployments") and the deployment's own, which wins.
 */
export function workerEnvironment(
  { model, environmentVariables }: BatchJobSpec,
  { python, output }: { python: string; output: string },
  host: NodeJS.ProcessEnv,
): Record<string, string> {
  return {
    ...hostEnvironment(python, host),
    ...(model ? { AZUREML_MODEL_DIR: model.folder } : {}),
    AZUREML_BI_OUTPUT_PATH: output,
    ...environmentVariables,
  };
}
