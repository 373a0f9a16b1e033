import { delimiter, dirname, join } from "node:path";

import type { DeploymentSpec } from "../contract";

/**
 * What a container would find on the machine that it runs on: nothing of the emulator's own environment but what a
 * process needs to run at all, so that no credential and no accidental setting of the developer's shell reaches a script.
 */
const INHERITED = [
  "HOME",
  "LANG",
  "TMPDIR",
  "SSL_CERT_FILE",
  "SSL_CERT_DIR",
  "REQUESTS_CA_BUNDLE",
  "CURL_CA_BUNDLE",
] as const;

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
    PATH: [dirname(python), host["PATH"]].filter(Boolean).join(delimiter),
    // Lines appear in the log when they are printed, the last ones before a crash too.
    PYTHONUNBUFFERED: "1",
    // Several instances share the code folder, which belongs to its registered version.
    PYTHONDONTWRITEBYTECODE: "1",
    AML_APP_INSIGHTS_ENABLED: String(spec.appInsightsEnabled),
  };
  for (const name of INHERITED) {
    const value = host[name];
    if (value !== undefined) environment[name] = value;
  }
  const script = scoringScript(spec);
  if (script !== undefined) {
    environment["AML_APP_ROOT"] = dirname(script);
    environment["AZUREML_ENTRY_SCRIPT"] = script;
  }
  if (spec.model) environment["AZUREML_MODEL_DIR"] = spec.model.folder;
  return { ...environment, ...spec.environmentVariables };
}
