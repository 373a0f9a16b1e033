import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { DataCollection, ModelDataCollection } from "./contract";

/** What an instance's server has to know to reach its sidecar. */
export interface CollectorPlace {
  port: number;
  /** Folder of the instance's own. */
  folder: string;
}

/**
 * Writes the configuration that `azureml-ai-monitoring` reads, and gives the variables by which it finds it. The key is
 * `sampleRatePercentage`: Microsoft's local endpoints write `sampling_percentage`, which the package does not know.
 */
export function collectorEnvironment(
  { port, folder }: CollectorPlace,
  { collections, captureHeaders }: DataCollection,
): Record<string, string> {
  const path = join(folder, "mdc-config.json");
  const configured = Object.entries(collections).map(
    ([name, { samplingRate }]) => [name, { enabled: true, sampleRatePercentage: samplingRate * 100 }] as const,
  );
  const config = { runMode: "cloud", collections: Object.fromEntries(configured), captureHeaders };
  writeFileSync(path, JSON.stringify(config, undefined, 2));
  return { AZUREML_MDC_CONFIG_PATH: path, AZUREML_MDC_HOST: "127.0.0.1", AZUREML_MDC_PORT: String(port) };
}

/**
 * Writes the map of models that `azureml-monitoring` looks up, and gives the variables by which the stand-in for its native
 * library finds map and sidecar. The package takes whole numbers for versions only; others are left to its default.
 */
export function modelDataEnvironment(
  { port, folder }: CollectorPlace,
  { subscriptionId, resourceGroupName, workspaceName }: ModelDataCollection,
  { endpoint, model }: { endpoint: string; model?: { name: string; version: string } },
): Record<string, string> {
  const path = join(folder, "model_config_map.json");
  const known = model !== undefined && /^\d+$/.test(model.version);
  const map = {
    accountContext: { subscriptionId, resourceGroupName, accountName: workspaceName },
    modelsInfo: known ? { [model.name]: { [model.version]: {} } } : {},
  };
  writeFileSync(path, JSON.stringify(map, undefined, 2));
  return { LOCAL_MODEL_DC_PORT: String(port), LOCAL_MODEL_DC_CONFIG_MAP: path, SERVICE_NAME: endpoint };
}
