import assert from "node:assert/strict";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { deployment, endpoint, endpointWith, location, register, targets } from "./bodies";
import { LocalAzureMl } from "./local-azure-ml";

describe("online deployments", () => {
  let local: LocalAzureMl;
  let root: string;
  let serial = 0;
  before(async () => {
    local = await LocalAzureMl.start();
    await register(local);
  });
  after(() => local.stop());
  beforeEach(async () => (root = await endpointWith(local, `owner-${serial++}x`)));
  const at = (name: string): string => `${root}/deployments/${name}`;

  it("answer every default that the service fills in", async () => {
    const { body } = await local.finish(
      "PUT",
      at("blue"),
      deployment(local, { endpointComputeType: "managed" }, { sku: { name: "default" } }),
    );
    assert.deepEqual(body.sku, { name: "Default", capacity: 1 });
    const probe = {
      initialDelay: "PT10S",
      period: "PT10S",
      timeout: "PT2S",
      successThreshold: 1,
      failureThreshold: 30,
    };
    const {
      endpointComputeType,
      instanceType,
      requestSettings,
      scaleSettings,
      livenessProbe,
      readinessProbe,
      startupProbe,
    } = body.properties;
    assert.deepEqual([endpointComputeType, instanceType, startupProbe], ["Managed", "Standard_F4s_v2", undefined]);
    assert.deepEqual(requestSettings, {
      requestTimeout: "PT5S",
      maxConcurrentRequestsPerInstance: 1,
      maxQueueWait: "PT0.5S",
    });
    assert.deepEqual(scaleSettings, { scaleType: "Default" });
    assert.deepEqual([livenessProbe, readinessProbe], [probe, probe]);
    assert.deepEqual(
      [body.properties.appInsightsEnabled, body.properties.egressPublicNetworkAccess],
      [false, "Enabled"],
    );
    assert.deepEqual(
      [body.properties.environmentVariables, Object.keys(body.properties.properties)],
      [{}, ["AzureAsyncOperationUri"]],
    );
  });

  it("write durations in one way and make environment variables texts", async () => {
    const { body } = await local.finish(
      "PUT",
      at("blue"),
      deployment(local, {
        requestSettings: { requestTimeout: "PT90S", maxQueueWait: null },
        environmentVariables: { WORKER_COUNT: 2, DEBUG: true },
        dataCollector: { collections: { model_inputs: { dataCollectionMode: "enabled" } }, rollingRate: "hour" },
      }),
    );
    assert.equal(body.properties.requestSettings.requestTimeout, "PT1M30S");
    assert.deepEqual(body.properties.environmentVariables, { WORKER_COUNT: "2", DEBUG: "true" });
    assert.deepEqual(body.properties.dataCollector, {
      collections: { model_inputs: { dataCollectionMode: "Enabled", samplingRate: 1 } },
      rollingRate: "Hour",
    });
  });

  const shapes: [name: string, properties: object, more: object, target: string][] = [
    ["no sku", {}, { sku: undefined }, "sku"],
    ["another sku", {}, { sku: { name: "Standard_DS3_v2", capacity: 1 } }, "sku.name"],
    ["no instances", {}, { sku: { name: "Default", capacity: 0 } }, "sku.capacity"],
    ["51 instances", {}, { sku: { name: "Default", capacity: 51 } }, "sku.capacity"],
    ["another region", {}, { location: "eastus" }, "location"],
    ["no compute type", { endpointComputeType: undefined }, {}, "properties.endpointComputeType"],
    ["Kubernetes", { endpointComputeType: "Kubernetes" }, {}, "properties.endpointComputeType"],
    ["an unknown member", { colour: "red" }, {}, "properties.colour"],
    ["an unknown member in a probe", { livenessProbe: { path: "/" } }, {}, "properties.livenessProbe.path"],
    [
      "a timeout over 3 minutes",
      { requestSettings: { requestTimeout: "PT3M0.001S" } },
      {},
      "properties.requestSettings.requestTimeout",
    ],
    [
      "a timeout of nothing",
      { requestSettings: { requestTimeout: "PT0S" } },
      {},
      "properties.requestSettings.requestTimeout",
    ],
    [
      "a timeout that is none",
      { requestSettings: { requestTimeout: "5s" } },
      {},
      "properties.requestSettings.requestTimeout",
    ],
    [
      "no concurrency",
      { requestSettings: { maxConcurrentRequestsPerInstance: 0 } },
      {},
      "properties.requestSettings.maxConcurrentRequestsPerInstance",
    ],
    [
      "a liveness probe that needs two successes",
      { livenessProbe: { successThreshold: 2 } },
      {},
      "properties.livenessProbe.successThreshold",
    ],
    [
      "a probe timeout below a second",
      { readinessProbe: { timeout: "PT0.5S" } },
      {},
      "properties.readinessProbe.timeout",
    ],
    [
      "a failure threshold of 0",
      { readinessProbe: { failureThreshold: 0 } },
      {},
      "properties.readinessProbe.failureThreshold",
    ],
    [
      "target utilization",
      { scaleSettings: { scaleType: "TargetUtilization" } },
      {},
      "properties.scaleSettings.scaleType",
    ],
    ["an instance type that is none", { instanceType: "big" }, {}, "properties.instanceType"],
    [
      "code without a scoring script",
      { codeConfiguration: { codeId: "x" } },
      {},
      "properties.codeConfiguration.scoringScript",
    ],
    [
      "a sampling rate over 1",
      { dataCollector: { collections: { a: { samplingRate: 2 } } } },
      {},
      "properties.dataCollector.collections.a.samplingRate",
    ],
  ];
  for (const [name, properties, more, target] of shapes) {
    it(`refuse ${name}`, async () => {
      const answer = await local.put(at("shapes"), deployment(local, properties, more));
      assert.equal(answer.status, 400);
      assert.deepEqual(targets(answer), [target]);
      assert.equal((await local.get(at("shapes"))).status, 404);
    });
  }

  const collected = (collections: object, more: object = {}): object => ({ dataCollector: { collections, ...more } });
  const collections: [name: string, properties: object, target: string][] = [
    [
      "six collectors of a script",
      collected(Object.fromEntries([..."abcdef"].map((name) => [name, { dataCollectionMode: "Enabled" }]))),
      "properties.dataCollector",
    ],
    ["names that differ by case", collected({ a: {}, A: {} }), "properties.dataCollector.collections.A"],
    [
      "a header that is none",
      collected({ request: {} }, { requestLogging: { captureHeaders: ["a b"] } }),
      "properties.dataCollector.requestLogging.captureHeaders[0]",
    ],
    [
      "the client id of an identity that it does not have",
      collected({ a: { clientId: "11111111-2222-3333-4444-555555555555" } }),
      "properties.dataCollector.collections.a.clientId",
    ],
    [
      "a rolling rate that is none",
      collected({ a: {} }, { rollingRate: "Week" }),
      "properties.dataCollector.rollingRate",
    ],
  ];
  for (const [name, properties, target] of collections) {
    it(`refuse to collect with ${name}`, async () => {
      const answer = await local.put(at("shapes"), deployment(local, properties));
      assert.deepEqual([answer.status, targets(answer)], [400, [target]]);
    });
  }

  it("collect what is enabled into where its data asset is, or into the usual place", async () => {
    const dataId = `${local.workspace}/data/collected/versions/1`;
    const dataUri = "azureml://datastores/workspaceartifactstore/paths/my/place";
    await local.put(dataId, { properties: { dataType: "uri_folder", dataUri } });
    const own = { dataCollectionMode: "enabled", dataId: dataId.toUpperCase(), samplingRate: 0.5 };
    const properties = {
      ...collected(
        { Inputs: own, request: { dataCollectionMode: "Enabled" }, off: {} },
        { rollingRate: "day", requestLogging: { captureHeaders: ["x-a"] } },
      ),
      environmentVariables: { AML_MODEL_DC_STORAGE_ENABLED: "True" },
    };
    await local.finish("PUT", at("blue"), deployment(local, properties));

    const store = await local.get(`${local.workspace}/datastores/workspaceblobstore`);
    const { accountName: account, containerName: container } = store.body.properties;
    const { dataCollection, modelDataCollection } = local.serving.applied.at(-1) ?? {};
    const [endpoint] = at("blue").split("/").slice(-3);
    assert.deepEqual(dataCollection, {
      source: at("blue"),
      collections: {
        inputs: { samplingRate: 0.5, place: { account, container: "azureml", path: "my/place" } },
        request: {
          samplingRate: 1,
          place: { account, container, path: `modelDataCollector/${endpoint}/blue/request` },
        },
      },
      rollingRate: "Day",
      captureHeaders: ["x-a"],
    });
    const [, , subscriptionId, , resourceGroupName, , , , workspaceName] = local.workspace.split("/");
    assert.deepEqual(modelDataCollection, {
      place: { account, container: "modeldata", path: "" },
      ...{ subscriptionId, resourceGroupName, workspaceName },
    });
  });

  it("refuse data to collect to that lies in no datastore", async () => {
    const dataId = `${local.workspace}/data/elsewhere/versions/1`;
    const dataUri = "azureml://datastores/nowhere/paths/x";
    await local.put(dataId, { properties: { dataType: "uri_folder", dataUri } });
    const answer = await local.put(at("dangling"), deployment(local, collected({ a: { dataId } })));

    assert.deepEqual([answer.status, targets(answer)], [400, ["properties.dataCollector.collections.a.dataId"]]);
  });

  const references: [name: string, change: (workspace: string) => object, target: string][] = [
    ["a model", (workspace) => ({ model: `${workspace}/models/nope/versions/1` }), "properties.model"],
    ["a model's container", (workspace) => ({ model: `${workspace}/models/irises` }), "properties.model"],
    [
      "a model of another workspace",
      (workspace) => ({ model: `${workspace}2/models/irises/versions/1` }),
      "properties.model",
    ],
    ["a model of a registry", () => ({ model: "azureml://registries/r/models/m/versions/1" }), "properties.model"],
    [
      "an environment",
      (workspace) => ({ environmentId: `${workspace}/environments/sklearn/versions/2` }),
      "properties.environmentId",
    ],
    ["no environment at all", () => ({ environmentId: null }), "properties.environmentId"],
    [
      "code",
      () => ({ codeConfiguration: { codeId: "nope", scoringScript: "score.py" } }),
      "properties.codeConfiguration.codeId",
    ],
    [
      "data to collect to",
      () => ({ dataCollector: { collections: { a: { dataId: "nope" } } } }),
      "properties.dataCollector.collections.a.dataId",
    ],
  ];
  for (const [name, change, target] of references) {
    it(`refuse ${name} that does not exist`, async () => {
      const answer = await local.put(at("dangling"), deployment(local, change(local.workspace)));
      assert.deepEqual([answer.status, answer.body.error.code, targets(answer)], [400, "BadArgument", [target]]);
    });
  }

  it("take the latest version by its label", async () => {
    const answer = await local.finish(
      "PUT",
      at("blue"),
      deployment(local, { model: `${local.workspace}/models/irises/labels/latest` }),
    );
    assert.equal(answer.body.properties.provisioningState, "Succeeded");
    assert.equal(local.serving.applied.at(-1)?.model?.version, "1");
  });

  it("need an endpoint, and a good name", async () => {
    const orphan = await local.put(`${local.workspace}/onlineEndpoints/nobody/deployments/blue`, deployment(local));
    assert.deepEqual([orphan.status, orphan.body.error.code], [404, "ParentResourceNotFound"]);
    assert.equal((await local.put(at("b"), deployment(local))).body.error.code, "InvalidResourceName");
  });

  it("are 20 at most for an endpoint", async () => {
    for (let index = 0; index < 20; index++) await local.finish("PUT", at(`d${index}x`), deployment(local));
    assert.deepEqual(targets(await local.put(at("one-too-many"), deployment(local))), ["deployments"]);
    assert.equal((await local.finish("PUT", at("d0x"), deployment(local))).status, 200);
  });

  it("bring the model's and the code's files here, each under its own name", async () => {
    await local.finish(
      "PUT",
      at("blue"),
      deployment(local, { environmentVariables: { A: "1" }, requestSettings: { requestTimeout: "PT1.5S" } }),
    );
    const spec = local.serving.applied.at(-1);
    assert.ok(spec?.model && spec.code);
    assert.match(spec.model.folder, /azureml-models[/\\]irises[/\\]1$/);
    assert.equal(readFileSync(join(spec.model.folder, "model", "weights.pkl"), "utf8"), "weights");
    assert.deepEqual([spec.model.name, spec.model.version], ["irises", "1"]);
    assert.equal(readFileSync(join(spec.code.folder, "score.py"), "utf8"), "def init(): pass");
    assert.equal(readFileSync(join(spec.code.folder, "lib", "shapes.py"), "utf8"), "x = 1");
    assert.deepEqual(
      [spec.endpoint, spec.deployment, spec.code.scoringScript],
      [root.slice(root.lastIndexOf("/") + 1), "blue", "score.py"],
    );
    assert.deepEqual(spec.environment, { image: "mcr.example/base", condaFile: "dependencies: []" });
    assert.deepEqual(spec.environmentVariables, { A: "1" });
    assert.equal(spec.requestTimeoutMs, 1500);
    assert.deepEqual(spec.livenessProbe, {
      initialDelay: 10,
      period: 10,
      timeout: 2,
      successThreshold: 1,
      failureThreshold: 30,
    });
  });

  it("put a model of a single file right into the model's folder", async () => {
    const { accountName, containerName } = (await local.get(`${local.workspace}/datastores/workspaceblobstore`)).body
      .properties;
    local.blobs.upload(accountName, containerName, "LocalUpload/ccc/one file.pkl", "single");
    local.blobs.upload(accountName, containerName, "LocalUpload/ccc/one file.pkl.bak", "another");
    const model = `${local.workspace}/models/single/versions/1`;
    await local.put(model, {
      properties: { modelUri: "azureml://datastores/workspaceblobstore/paths/LocalUpload/ccc/one file.pkl" },
    });
    await local.finish("PUT", at("blue"), deployment(local, { model }));
    const folder = local.serving.applied.at(-1)?.model?.folder ?? "";
    assert.equal(readFileSync(join(folder, "one file.pkl"), "utf8"), "single");
    assert.equal(existsSync(join(folder, "one file.pkl.bak")), false);
  });

  it("fail where there is nothing at a URI, and keep files inside their folder", async () => {
    const { accountName, containerName } = (await local.get(`${local.workspace}/datastores/workspaceblobstore`)).body
      .properties;
    local.blobs.upload(accountName, containerName, "evil/../../../escaped", "x");
    for (const [version, path] of [
      ["1", "nothing/here"],
      ["2", "evil"],
    ]) {
      const model = `${local.workspace}/models/missing/versions/${version}`;
      await local.put(model, { properties: { modelUri: `azureml://datastores/workspaceblobstore/paths/${path}` } });
      const { body } = await local.finish("PUT", at("blue"), deployment(local, { model }));
      assert.deepEqual([body.status, body.error.code], ["Failed", "BadArgument"]);
    }
    assert.equal(existsSync(join(local.folder, "escaped")), false);
  });

  it("drop files that a new version no longer needs, and all when they go", async () => {
    await local.finish("PUT", at("blue"), deployment(local));
    const old = local.serving.applied.at(-1)?.model?.folder ?? "";
    const model = `${local.workspace}/models/irises/versions/2`;
    const { modelUri } = (await local.get(`${local.workspace}/models/irises/versions/1`)).body.properties;
    await local.put(model, { properties: { modelUri } });
    await local.finish("PUT", at("blue"), deployment(local, { model }));
    const fresh = local.serving.applied.at(-1)?.model?.folder ?? "";
    assert.deepEqual([existsSync(old), existsSync(fresh)], [false, true]);
    await local.finish("DELETE", at("blue"));
    assert.equal(existsSync(fresh), false);
    await local.send("DELETE", model);
  });

  const fixed: [name: string, change: object, target: string][] = [
    ["the instance type", { instanceType: "Standard_DS3_v2" }, "properties.instanceType"],
    ["egress", { egressPublicNetworkAccess: "Disabled" }, "properties.egressPublicNetworkAccess"],
    ["an inner property", { properties: { a: "2" } }, "properties.properties.a"],
  ];
  for (const [name, change, target] of fixed) {
    it(`refuse a change of ${name}`, async () => {
      await local.finish("PUT", at("blue"), deployment(local, { properties: { a: "1" } }));
      assert.deepEqual(targets(await local.put(at("blue"), deployment(local, { properties: { a: "1" }, ...change }))), [
        target,
      ]);
    });
  }

  it("are not deleted while they have live or mirrored traffic", async () => {
    for (const name of ["blue", "green"]) await local.finish("PUT", at(name), deployment(local));
    await local.finish("PUT", root, endpoint({ traffic: { blue: 100 }, mirrorTraffic: { green: 5 } }));
    for (const name of ["blue", "GREEN"]) {
      const refused = await local.send("DELETE", at(name));
      assert.equal(refused.status, 400);
      assert.match(refused.body.error.message, /before you delete it/);
    }
    await local.finish("PUT", root, endpoint({ traffic: { green: 100 } }));
    assert.equal((await local.finish("DELETE", at("blue"))).status, 204);
    assert.equal((await local.send("DELETE", at("blue"))).status, 204);
    assert.equal((await local.get(at("blue"))).status, 404);
  });

  it("know tags and sku by PATCH, and nothing else", async () => {
    await local.finish("PUT", at("blue"), deployment(local));
    const patched = await local.finish("PATCH", at("blue"), {
      tags: { a: "1" },
      sku: { name: "default", capacity: 2 },
    });
    assert.deepEqual([patched.body.tags, patched.body.sku], [{ a: "1" }, { name: "Default", capacity: 2 }]);
    for (const body of [{ properties: {} }, { location }, { sku: { capacity: 99 } }]) {
      assert.equal((await local.send("PATCH", at("blue"), body)).status, 400);
    }
  });

  it("give logs and skus", async () => {
    await local.finish("PUT", at("blue"), deployment(local));
    const endpointName = root.slice(root.lastIndexOf("/") + 1);
    assert.equal(
      (await local.send("POST", `${at("blue")}/getLogs`, { tail: 7 })).body.content,
      `Instance status:\n\nContainer logs:\n${endpointName}/blue InferenceServer 7`,
    );
    assert.equal(
      (await local.send("POST", `${at("blue")}/getLogs`, { containerType: "storageinitializer" })).body.content,
      `${endpointName}/blue StorageInitializer all`,
    );
    assert.equal((await local.send("POST", `${at("blue")}/getLogs`, { containerType: "Other" })).status, 400);
    const { body } = await local.get(`${at("blue")}/skus`);
    assert.deepEqual(body.value[0].capacity, { minimum: 1, maximum: 50, default: 1, scaleType: "Automatic" });
  });
});
