/** The same resources, written with azure-native alone by somebody who knows what the service needs. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { getClientConfigOutput } from "@pulumi/azure-native/authorization";
import {
  EnvironmentVersion,
  getWorkspaceOutput,
  ModelVersion,
  OnlineDeployment,
  OnlineEndpoint,
} from "@pulumi/azure-native/machinelearningservices";
import * as pulumi from "@pulumi/pulumi";

const settingsProvider: pulumi.dynamic.ResourceProvider = {
  configure: async (request) => require("pulumi-azureml/provider").configure(request.config),
  check: async (olds, news) => require("pulumi-azureml/provider").checkEndpointSettings(olds, news),
  diff: async (id, olds, news) => require("pulumi-azureml/provider").diffEndpointSettings(id, olds, news),
  create: async (inputs) => require("pulumi-azureml/provider").createEndpointSettings(inputs),
  read: async (id, props) => require("pulumi-azureml/provider").readEndpointSettings(id, props),
  update: async (id, olds, news) => require("pulumi-azureml/provider").updateEndpointSettings(id, olds, news),
  delete: async (id, props) => require("pulumi-azureml/provider").deleteEndpointSettings(id, props),
};

class EndpointSettings extends pulumi.dynamic.Resource {
  constructor(name: string, args: pulumi.Inputs, opts: pulumi.CustomResourceOptions) {
    const outputs = { scoringUri: undefined, swaggerUri: undefined, principalId: undefined };
    super(settingsProvider, name, { ...outputs, ...args }, opts, "azureml", "EndpointSettings");
  }
}

const config = new pulumi.Config();
const where = { resourceGroupName: config.require("resourceGroup"), workspaceName: config.require("workspace") };
const found = getWorkspaceOutput(where);
const location = found.apply((workspace) => workspace.location ?? "");
const workspaceId = found.apply((workspace) => workspace.id);
const account = getClientConfigOutput().apply(({ subscriptionId, tenantId }) => ({ subscriptionId, tenantId }));

const model = new ModelVersion(
  "fraud-version",
  {
    ...where,
    name: `fraud-${pulumi.getStack()}`,
    version: "1",
    properties: { modelUri: config.require("model"), modelType: "custom_model" },
  },
  { deleteBeforeReplace: false },
);

const image = "mcr.microsoft.com/azureml/minimal-py312-inference:latest";
const condaFile = readFileSync(`${__dirname}/conda.yaml`, "utf8");
const content = JSON.stringify([image, condaFile, null]);
const environment = new EnvironmentVersion(
  "sklearn-version",
  {
    ...where,
    name: `sklearn-${pulumi.getStack()}`,
    version: createHash("sha256").update(content).digest("hex").slice(0, 16),
    properties: { image, condaFile, osType: "Linux", autoRebuild: "Disabled" },
  },
  { deleteBeforeReplace: false },
);

/** With it, the resources of an endpoint hang together as those of the components do. */
class Group extends pulumi.ComponentResource {
  constructor(type: string, name: string, parent?: Group) {
    super(`azureml:index:${type}`, name, {}, { parent });
    this.registerOutputs();
  }
}
const group = (type: string, name: string, parent?: Group) =>
  config.getBoolean("grouped") ? new Group(type, name, parent) : undefined;

const probe = { initialDelay: "PT10S", period: "PT10S", timeout: "PT2S", successThreshold: 1, failureThreshold: 30 };
const changedElsewhere = ["properties", "tags", "identity", "kind", "sku"];

for (let number = 1; number <= config.requireNumber("endpoints"); number++) {
  const endpointName = `fraud-${number}-${pulumi.getStack()}`;
  const parent = group("ManagedOnlineEndpoint", `fraud-${number}`);
  const access = { authMode: "Key", publicNetworkAccess: "Enabled" } as const;
  const identity = { type: "SystemAssigned" } as const;
  const endpoint = new OnlineEndpoint(
    `fraud-${number}-endpoint`,
    { ...where, endpointName, location, identity, properties: access },
    { parent, deleteBeforeReplace: false, ignoreChanges: changedElsewhere },
  );
  const deployments = ["blue", "green"].map(
    (deploymentName) =>
      new OnlineDeployment(
        `fraud-${number}-${deploymentName}-deployment`,
        {
          ...where,
          endpointName,
          deploymentName,
          location,
          sku: { name: "Default", capacity: 1 },
          properties: {
            endpointComputeType: "Managed",
            model: model.id,
            environmentId: environment.id,
            instanceType: "Standard_DS3_v2",
            appInsightsEnabled: false,
            egressPublicNetworkAccess: "Enabled",
            scaleSettings: { scaleType: "Default" },
            requestSettings: {
              requestTimeout: "PT5S",
              maxConcurrentRequestsPerInstance: 1,
              maxQueueWait: "PT0.5S",
            },
            livenessProbe: probe,
            readinessProbe: probe,
          },
        },
        {
          parent: group("OnlineDeployment", `fraud-${number}-${deploymentName}`, parent),
          dependsOn: [endpoint],
          deletedWith: endpoint,
          deleteBeforeReplace: false,
          customTimeouts: { create: "3h", update: "3h", delete: "1h" },
        },
      ),
  );
  new EndpointSettings(
    `fraud-${number}-settings`,
    {
      workspaceId,
      account,
      endpointName,
      deployments: ["blue", "green"],
      traffic: { blue: 90, green: 10 },
      authMode: access.authMode,
    },
    { parent, dependsOn: [endpoint, ...deployments], deletedWith: endpoint },
  );
}
