const NAMED = /\bazureml-(core|defaults|sdk|mlflow|dataset-runtime)\b/;

/**
 * What the service would refuse and this engine does not need: its workers import `azureml` (Microsoft Docs,
 * "Troubleshooting batch endpoints", «No module named 'azureml'»). Undefined where nothing is to be said.
 */
export function packageAdvice(condaFile: string | undefined): string | undefined {
  if (condaFile === undefined || NAMED.test(condaFile)) return undefined;
  return "Warning: on the service, batch deployments need azureml-core in the conda file; here they run without it";
}
