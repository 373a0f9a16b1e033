import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import {
  AmlCompute,
  Autoscale,
  BatchEndpoint,
  Code,
  EndpointMonitoring,
  Environment,
  ManagedOnlineEndpoint,
  RegisteredModel,
  Workspace,
} from "pulumi-azureml";
import { modelUri, ServingStack } from "./serving-stack";

/** Frozen from the first release: a resource that goes by another name would be replaced in every stack of every user. */
const golden = [
  "azureml:index:Code::scoring",
  "azureml:index:Code$azure-native:machinelearningservices:CodeVersion::scoring-version",
  "azureml:index:Environment::sklearn",
  "azureml:index:Environment$azure-native:machinelearningservices:EnvironmentVersion::sklearn-version",
  "azureml:index:ManagedOnlineEndpoint::fraud",
  "azureml:index:ManagedOnlineEndpoint$azure-native:machinelearningservices:OnlineEndpoint::fraud-endpoint",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment::fraud-blue",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment$azure-native:machinelearningservices:OnlineDeployment::fraud-blue-deployment",
  "azureml:index:ManagedOnlineEndpoint$pulumi-nodejs:dynamic/azureml:EndpointSettings::fraud-settings",
  "azureml:index:RegisteredModel::model",
  "azureml:index:RegisteredModel$azure-native:machinelearningservices:ModelVersion::model-version",
  "azureml:index:Workspace::serving",
  "azureml:index:Workspace$azure-native:applicationinsights:Component::serving-insights",
  "azureml:index:Workspace$azure-native:containerregistry:Registry::serving-registry",
  "azureml:index:Workspace$azure-native:keyvault:Vault::serving-vault",
  "azureml:index:Workspace$azure-native:machinelearningservices:Workspace::serving-workspace",
  "azureml:index:Workspace$azure-native:operationalinsights:Workspace::serving-logs",
  "azureml:index:Workspace$azure-native:storage:StorageAccount::serving-storage",
  "pulumi:pulumi:Stack::serving-dev",
];
/** In a preview of an endpoint whose deployment is autoscaled, and of an autoscale that stands for itself. */
const goldenAutoscale = [
  "azureml:index:Autoscale::far",
  "azureml:index:Autoscale$azure-native:monitor:AutoscaleSetting::far-setting",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment$azureml:index:Autoscale$azure-native:monitor:AutoscaleSetting::claims-blue-autoscale-setting",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment$azureml:index:Autoscale::claims-blue-autoscale",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment$pulumi-nodejs:dynamic/azureml:InstanceCount::claims-blue-instances",
];
/** In a preview of an endpoint that is watched. */
const goldenMonitoring = [
  "azureml:index:EndpointMonitoring::watch",
  "azureml:index:EndpointMonitoring$azure-native:applicationinsights:Workbook::watch-workbook",
  "azureml:index:EndpointMonitoring$azure-native:monitor:DiagnosticSetting::watch-diagnostics",
  "azureml:index:EndpointMonitoring$azure-native:monitor:MetricAlert::watch-latency",
  "azureml:index:EndpointMonitoring$azure-native:monitor:ScheduledQueryRule::watch-error-share",
  "azureml:index:EndpointMonitoring$azure-native:operationalinsights:Workspace::watch-logs",
];
/** In a preview of a batch endpoint and its cluster. */
const goldenBatch = [
  "azureml:index:AmlCompute::cpu",
  "azureml:index:AmlCompute$azure-native:machinelearningservices:Compute::cpu-compute",
  "azureml:index:BatchEndpoint::nightly",
  "azureml:index:BatchEndpoint$azure-native:machinelearningservices:BatchEndpoint::nightly-endpoint",
  "azureml:index:BatchEndpoint$azureml:index:BatchDeployment::nightly-blue",
  "azureml:index:BatchEndpoint$azureml:index:BatchDeployment$azure-native:machinelearningservices:BatchDeployment::nightly-blue-deployment",
  "azureml:index:BatchEndpoint$pulumi-nodejs:dynamic/azureml:BatchDefault::nightly-default",
];
/** In a preview of a deployment that collects data, into a place of its own. */
const goldenCollected = [
  "azureml:index:ManagedOnlineEndpoint$azure-native:authorization:RoleAssignment::scored-collector-kept-role",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment$azureml:index:DataCollector::scored-blue-collector",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment$azureml:index:DataCollector$azure-native:machinelearningservices:DataVersion::scored-blue-collector-model_inputs-data",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment$azureml:index:DataCollector$azure-native:machinelearningservices:DataVersion::scored-blue-collector-request-data",
];
/** In a preview of a folder of code; its upload needs a real blob store to run. */
const goldenUpload = "azureml:index:Code$pulumi-nodejs:dynamic/azureml:BlobUpload::scoring-upload";

describe("a stack on the engine", function () {
  this.timeout(300_000);
  let stack: ServingStack;
  before(async () => {
    stack = await ServingStack.create();
  });
  after(() => stack.remove());

  const everything = () => {
    const { resourceGroup } = stack.azure.status;
    new Workspace("serving", { resourceGroupName: resourceGroup, location: "westeurope", containerRegistry: "create" });
    const { workspace } = stack;
    const environment = new Environment("sklearn", { workspace, image: "mcr.microsoft.com/azureml/inference:1" });
    const model = new RegisteredModel("model", { workspace, uri: modelUri });
    new Code("scoring", { workspace, uri: "https://store.example/container/code" });
    const blue = { model, environment, instanceType: "Standard_DS3_v2", instanceCount: 1 };
    const endpoint = new ManagedOnlineEndpoint("fraud", {
      workspace,
      authMode: "Key",
      deployments: { blue },
      traffic: { blue: 100 },
    });
    stack.exported.keys = endpoint.keys;
    stack.exported.deployment = endpoint.deployments.blue?.id;
    stack.exported.uris = pulumi.all([endpoint.scoringUri, endpoint.swaggerUri, endpoint.principalId]);
  };

  it("has exactly the names of the golden list", async () => {
    await stack.up(everything);
    const { deployment } = await stack.stack.exportStack();
    const urns = (deployment.resources as { urn: string }[]).map(({ urn }) => urn.split("::").slice(2).join("::"));
    const ours = urns.filter((urn) => !urn.startsWith("pulumi:providers:"));

    assert.deepEqual(ours.sort(), [...golden].sort());
    const folder = mkdtempSync(join(tmpdir(), "code-"));
    writeFileSync(join(folder, "score.py"), "def init(): pass\ndef run(data): return data\n");
    const preview = await stack.preview(() => new Code("scoring", { workspace: stack.workspace, path: folder }));
    rmSync(folder, { recursive: true });
    assert.ok(
      preview.urns.some((urn) => urn.endsWith(goldenUpload)),
      preview.urns.join("\n"),
    );
  });

  it("would have exactly the names of the golden list with batch", async () => {
    const { urns } = await stack.preview(() => {
      const { workspace } = stack;
      const compute = new AmlCompute("cpu", { workspace, vmSize: "Standard_DS3_v2" });
      const blue = { model: `${workspace}/models/model/versions/1`, compute };
      new BatchEndpoint("nightly", { workspace, deployments: { blue }, defaultDeployment: "blue" });
    });
    const names = urns.map((urn) => urn.split("::").slice(2).join("::"));
    const batch = names.filter((name) => /^azureml:index:(AmlCompute|Batch)/.test(name));

    assert.deepEqual([...new Set(batch)].sort(), [...goldenBatch].sort());
  });

  it("would have exactly the names of the golden list with collected data", async () => {
    const { urns } = await stack.preview(() => {
      const { workspace } = stack;
      const [, subscription, group] = /^\/subscriptions\/([^/]+)\/resourceGroups\/([^/]+)\//.exec(workspace) ?? [];
      const scope = `/subscriptions/${subscription}/resourceGroups/${group}/providers/Microsoft.Storage/storageAccounts/kept`;
      const dataCollector = {
        collections: { model_inputs: {}, request: {} },
        store: { datastore: "kept", scope },
      };
      const blue = { model: `${workspace}/models/model/versions/1`, instanceType: "Standard_DS3_v2", instanceCount: 1 };
      new ManagedOnlineEndpoint("scored", {
        workspace,
        authMode: "Key",
        deployments: { blue: { ...blue, dataCollector } },
      });
    });
    const names = urns.map((urn) => urn.split("::").slice(2).join("::"));
    const collected = names.filter((name) => /RoleAssignment|DataCollector/.test(name));

    assert.deepEqual([...new Set(collected)].sort(), [...goldenCollected].sort());
  });

  it("would have exactly the names of the golden list with autoscale", async () => {
    const { urns } = await stack.preview(() => {
      const { workspace } = stack;
      const autoscale = { minInstances: 1, maxInstances: 3, scaleOut: [{ metric: "cpu", above: 70 }] } as const;
      const far = `${workspace}/onlineEndpoints/fraud-dev/deployments/blue`;
      const rules = { ...autoscale, scaleOut: [...autoscale.scaleOut] };
      new Autoscale("far", { ...rules, deployment: far });
      const blue = { model: "/m/1", environment: "/e/1", instanceType: "Standard_DS3_v2", instanceCount: 1 };
      const deployments = { blue: { ...blue, autoscale: rules } };
      new ManagedOnlineEndpoint("claims", { workspace, authMode: "Key", deployments });
    });
    const names = urns.map((urn) => urn.split("::").slice(2).join("::"));

    assert.deepEqual(
      [...new Set(names.filter((name) => /Autoscale|InstanceCount/.test(name)))].sort(),
      [...goldenAutoscale].sort(),
    );
  });

  it("would have exactly the names of the golden list with monitoring", async () => {
    const { urns } = await stack.preview(() => {
      const endpoint = new ManagedOnlineEndpoint("claims", { workspace: stack.workspace, authMode: "Key" });
      new EndpointMonitoring("watch", { endpoint, errorShare: { above: 2 }, latency: { aboveMilliseconds: 400 } });
    });
    const names = urns.map((urn) => urn.split("::").slice(2).join("::"));

    assert.deepEqual(
      [...new Set(names.filter((name) => name.includes("EndpointMonitoring")))].sort(),
      [...goldenMonitoring].sort(),
    );
  });

  it("previews and runs a second time without a difference", async () => {
    assert.deepEqual((await stack.preview(everything)).steps, []);
    assert.deepEqual((await stack.up(everything)).steps, []);
    const refreshed = await stack.preview(everything, { refresh: true });
    assert.deepEqual(
      refreshed.steps.filter((step) => /^(create|update|replace|delete)/.test(step)),
      [],
    );
  });

  it("keeps keys out of state, previews, output and request log, and hands them out where asked", async () => {
    const { body: keys } = await stack.azure.send("POST", `${stack.workspace}/onlineEndpoints/fraud-dev/listKeys`);
    const { output: previewed } = await stack.preview(everything, { refresh: true });
    const { output: updated } = await stack.up(everything);
    const outputs = await stack.stack.outputs();
    const state = await stack.state();

    assert.deepEqual(outputs.keys, { value: keys, secret: true });
    for (const [where, text] of Object.entries({ state, previewed, updated, requests: await stack.requestLog() })) {
      assert.equal(text.includes(keys.primaryKey), false, `primary key in ${where}`);
      assert.equal(text.includes(keys.secondaryKey), false, `secondary key in ${where}`);
    }
  });

  it("hands out ids and URIs", async () => {
    const outputs = await stack.stack.outputs();

    assert.equal(outputs.deployment?.value, `${stack.workspace}/onlineEndpoints/fraud-dev/deployments/blue`);
    assert.match(outputs.uris?.value[0], /\/fraud-dev\/score$/);
    assert.match(outputs.uris?.value[1], /\/fraud-dev\/swagger\.json$/);
    assert.match(outputs.uris?.value[2], /^[0-9a-f-]{36}$/);
  });
});
