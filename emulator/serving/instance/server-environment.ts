import { dirname, join } from "node:path";

import type { DeploymentSpec } from "../contract";
import { hostEnvironment } from "./host-environment";

/** Path of the scoring script; undefined where the deployment has no code. */
export function scoringScript(spec: DeploymentSpec): string | undefined {
  return spec.code && join(spec.code.folder, spec.code.scoringScript);
}

/**
 * The environment of one inference server process, with the variables that the service sets (Microsoft Docs, "Azure
 * Machine Learning inference HTTP server") and the deployment's own, which win.
 */
export function serverEnvironment(
  spec: DeploymentSpec,
  python: string,
  host: NodeJS.ProcessEnv,
): Record<string, string> {
  const environment: Record<string, string> = {
    ...hostEnvironment(python, host),
    AML_APP_INSIGHTS_ENABLED: String(spec.appInsightsEnabled),
  };
  const script = scoringScript(spec);
  if (script !== undefined) {
    environment["AML_APP_ROOT"] = dirname(script);
    environment["AZUREML_ENTRY_SCRIPT"] = script;
  }
  if (spec.model) environment["AZUREML_MODEL_DIR"] = spec.model.folder;
  return { ...environment, ...spec.environmentVariables };
}
