import type { Answer, LocalAzureMl } from "./local-azure-ml";

export const location = "westeurope";

/** An endpoint's body with `properties` over the least that is needed. */
export function endpoint(properties: object = {}, more: object = {}): object {
  return { location, identity: { type: "SystemAssigned" }, properties: { authMode: "Key", ...properties }, ...more };
}

/** Names of the assets that {@link register} registers. */
export const assets = { model: "irises", environment: "sklearn", code: "scoring" };

/** A deployment's body with `properties` over what {@link register} has registered. */
export function deployment(local: LocalAzureMl, properties: object = {}, more: object = {}): object {
  return {
    location,
    sku: { name: "Default", capacity: 1 },
    properties: {
      endpointComputeType: "Managed",
      model: `${local.workspace}/models/${assets.model}/versions/1`,
      environmentId: `${local.workspace}/environments/${assets.environment}/versions/1`,
      codeConfiguration: { codeId: `${local.workspace}/codes/${assets.code}/versions/1`, scoringScript: "score.py" },
      ...properties,
    },
    ...more,
  };
}

/** Uploads and registers a model, an environment and code. */
export async function register(local: LocalAzureMl): Promise<void> {
  const { body } = await local.get(`${local.workspace}/datastores/workspaceblobstore`);
  const { accountName, containerName, endpoint } = body.properties;
  local.blobs.upload(accountName, containerName, "LocalUpload/aaa/model/weights.pkl", "weights");
  local.blobs.upload(accountName, containerName, "LocalUpload/bbb/src/score.py", "def init(): pass");
  local.blobs.upload(accountName, containerName, "LocalUpload/bbb/src/lib/shapes.py", "x = 1");
  const store = `azureml:/${local.workspace.replace("/providers/Microsoft.MachineLearningServices", "")}/datastores/workspaceblobstore`;
  await local.put(`${local.workspace}/models/${assets.model}/versions/1`, {
    properties: { modelUri: `${store}/paths/LocalUpload/aaa/model`, modelType: "custom_model" },
  });
  await local.put(`${local.workspace}/environments/${assets.environment}/versions/1`, {
    properties: { image: "mcr.example/base", condaFile: "dependencies: []" },
  });
  await local.put(`${local.workspace}/codes/${assets.code}/versions/1`, {
    properties: { codeUri: `http://${endpoint}/${accountName}/${containerName}/LocalUpload/bbb/src` },
  });
}

/** An endpoint with deployments that are Succeeded. */
export async function endpointWith(local: LocalAzureMl, name: string, ...deployments: string[]): Promise<string> {
  const path = `${local.workspace}/onlineEndpoints/${name}`;
  await local.finish("PUT", path, endpoint());
  for (const each of deployments) await local.finish("PUT", `${path}/deployments/${each}`, deployment(local));
  return path;
}

/** Messages of a refusal, one for each fault. */
export function targets(answer: Answer): string[] {
  return (answer.body.error.details ?? []).map((detail: { target: string }) => detail.target);
}
