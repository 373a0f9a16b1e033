import assert from "node:assert/strict";
import { assets, endpoint, location, register, targets } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("batch endpoints and deployments", () => {
  let local: LocalAzureMl;
  let path: string;
  let serial = 0;
  before(async () => {
    local = await LocalAzureMl.start();
    await register(local);
    await local.finish("PUT", `${local.workspace}/computes/cpu`, {
      location,
      properties: { computeType: "AmlCompute" },
    });
  });
  after(() => local.stop());
  beforeEach(async () => {
    path = `${local.workspace}/batchEndpoints/nightly-${serial++}x`;
    assert.equal((await local.finish("PUT", path, batchEndpoint())).status, 200);
  });

  const batchEndpoint = (properties: object = {}, more: object = {}): object => ({
    location,
    properties: { authMode: "aadToken", ...properties },
    ...more,
  });
  const batchDeployment = (properties: object = {}, more: object = {}): object => ({
    location,
    properties: {
      model: { referenceType: "Id", assetId: `${local.workspace}/models/${assets.model}/versions/1` },
      environmentId: `${local.workspace}/environments/${assets.environment}/versions/1`,
      codeConfiguration: { codeId: `${local.workspace}/codes/${assets.code}/versions/1`, scoringScript: "score.py" },
      compute: `${local.workspace}/computes/cpu`,
      ...properties,
    },
    ...more,
  });
  const at = (name: string): string => `${path}/deployments/${name}`;
  const withDefault = (deploymentName?: string): object => batchEndpoint({ defaults: { deploymentName } });

  it("answer every default that the service fills in", async () => {
    const { body: made } = await local.get(path);
    assert.equal(made.properties.authMode, "AADToken");
    assert.match(made.properties.scoringUri, new RegExp(`/${made.name}/jobs$`));
    assert.equal(made.identity, undefined);

    const { body } = await local.finish("PUT", at("blue"), batchDeployment());
    const { provisioningState, properties, model, codeConfiguration, compute, environmentId, ...rest } =
      body.properties;
    assert.equal(provisioningState, "Succeeded");
    assert.deepEqual(rest, {
      ...{ environmentVariables: {}, errorThreshold: -1, loggingLevel: "Info", maxConcurrencyPerInstance: 1 },
      ...{ miniBatchSize: 10, outputAction: "AppendRow", outputFileName: "predictions.csv" },
      resources: { instanceCount: 1, properties: {} },
      retrySettings: { maxRetries: 3, timeout: "PT30S" },
    });
  });

  it("take numbers that are texts, and words in any case", async () => {
    const sent = {
      miniBatchSize: "5",
      maxConcurrencyPerInstance: "4",
      loggingLevel: "info",
      outputAction: "summaryOnly",
    };
    const { body } = await local.finish("PUT", at("blue"), batchDeployment(sent));
    const { miniBatchSize, maxConcurrencyPerInstance, loggingLevel, outputAction } = body.properties;
    assert.deepEqual(
      [miniBatchSize, maxConcurrencyPerInstance, loggingLevel, outputAction],
      [5, 4, "Info", "SummaryOnly"],
    );
  });

  it("keep a pipeline component with its settings as texts", async () => {
    const componentId = { referenceType: "Id", assetId: `${local.workspace}/components/train/versions/1` };
    const deploymentConfiguration = {
      ...{ deploymentConfigurationType: "PipelineComponent", componentId },
      settings: { default_compute: "cpu", continue_on_step_failure: false },
    };
    const { body } = await local.finish("PUT", at("pipeline"), { location, properties: { deploymentConfiguration } });
    assert.deepEqual(body.properties.deploymentConfiguration.settings, {
      default_compute: "cpu",
      continue_on_step_failure: "false",
    });
  });

  const refused: [name: string, properties: object, target: string][] = [
    ["mini batch size 0", { miniBatchSize: 0 }, "properties.miniBatchSize"],
    ["an error threshold below -1", { errorThreshold: -2 }, "properties.errorThreshold"],
    ["a concurrency of 0", { maxConcurrencyPerInstance: "0" }, "properties.maxConcurrencyPerInstance"],
    ["no instance", { resources: { instanceCount: 0 } }, "properties.resources.instanceCount"],
    ["retries below 0", { retrySettings: { maxRetries: -1 } }, "properties.retrySettings.maxRetries"],
    ["a time that is none", { retrySettings: { timeout: "30" } }, "properties.retrySettings.timeout"],
    ["an output file in a folder", { outputFileName: "a/b.csv" }, "properties.outputFileName"],
    ["an unknown member", { concurrency: 1 }, "properties.concurrency"],
    ["no compute", { compute: undefined }, "properties.compute"],
    ["a compute that is not there", { compute: "/subscriptions/s/computes/none" }, "properties.compute"],
    ["a script without code", { codeConfiguration: { scoringScript: "a.py" } }, "properties.codeConfiguration.codeId"],
    ["neither model nor code", { model: undefined, codeConfiguration: undefined }, "properties.model"],
    [
      "a pipeline component that is none",
      {
        model: undefined,
        codeConfiguration: undefined,
        deploymentConfiguration: { deploymentConfigurationType: "PipelineComponent" },
      },
      "properties.deploymentConfiguration.componentId",
    ],
  ];
  for (const [name, properties, target] of refused) {
    it(`refuse ${name}, and make nothing`, async () => {
      const answer = await local.put(at("blue"), batchDeployment(properties));
      assert.equal(answer.status, 400);
      assert.deepEqual(targets(answer), [target]);
      assert.equal((await local.get(at("blue"))).status, 404);
    });
  }

  it("refuse a model that is not there, and a deployment without an endpoint", async () => {
    const model = { referenceType: "Id", assetId: `${local.workspace}/models/none/versions/1` };
    assert.match((await local.put(at("blue"), batchDeployment({ model }))).body.error.message, /properties\.model/);
    const nowhere = `${local.workspace}/batchEndpoints/none/deployments/blue`;
    assert.equal((await local.put(nowhere, batchDeployment())).status, 404);
  });

  it("have a default that is one of their deployments, which PUT alone changes", async () => {
    assert.deepEqual(targets(await local.put(path, withDefault("blue"))), ["properties.defaults.deploymentName"]);
    await local.finish("PUT", at("blue"), batchDeployment());
    const { body } = await local.finish("PUT", path, withDefault("blue"));
    assert.deepEqual(body.properties.defaults, { deploymentName: "blue" });

    const patch = { properties: { defaults: { deploymentName: "blue" } } };
    assert.equal((await local.send("PATCH", path, patch)).status, 400);
    await local.finish("PATCH", path, { tags: { team: "risk" } });
    assert.deepEqual((await local.get(path)).body.properties.defaults, { deploymentName: "blue" });
    await local.finish("PUT", path, batchEndpoint());
    assert.deepEqual((await local.get(path)).body.properties.defaults, {});
  });

  it("don't let go of the default deployment", async () => {
    for (const name of ["blue", "green"]) await local.finish("PUT", at(name), batchDeployment());
    await local.finish("PUT", path, withDefault("blue"));
    const refusal = await local.send("DELETE", at("Blue"));
    assert.equal(refusal.status, 400);
    assert.match(refusal.body.error.message, /is the default deployment/);
    await local.finish("DELETE", at("green"));
    await local.finish("DELETE", path);
    assert.equal((await local.get(at("blue"))).status, 404);
  });

  it("change description and tags of a deployment by PATCH, and nothing else", async () => {
    await local.finish("PUT", at("blue"), batchDeployment());
    const sent = { tags: { a: "b" }, properties: { description: "by night" } };
    await local.finish("PATCH", at("blue"), sent);
    const { body } = await local.get(at("blue"));
    assert.deepEqual([body.tags, body.properties.description], [{ a: "b" }, "by night"]);
    assert.equal((await local.send("PATCH", at("blue"), { properties: { miniBatchSize: 1 } })).status, 400);
  });

  it("are listed, with their deployments", async () => {
    for (const name of ["blue", "green"]) await local.finish("PUT", at(name), batchDeployment());
    const names = async (of: string) => (await local.get(of)).body.value.map(({ name }: { name: string }) => name);
    assert.deepEqual(await names(`${path}/deployments`), ["blue", "green"]);
    assert.ok((await names(`${local.workspace}/batchEndpoints`)).includes(path.split("/").at(-1)));
  });

  it("share their names with online endpoints", async () => {
    const name = path.split("/").at(-1);
    const answer = await local.put(`${local.workspace}/onlineEndpoints/${name}`, endpoint());
    assert.deepEqual([answer.status, answer.body.error.code], [409, "EndpointAlreadyExists"]);
  });
});
