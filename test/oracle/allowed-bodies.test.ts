import assert from "node:assert/strict";
import { ADDED_MEMBERS } from "./added-members";
import { publishedPackage } from "./published-package";
import { bodyFaults } from "./published-types";
import {
  asset,
  deployment,
  endpoint,
  group,
  insights,
  logs,
  registry,
  sample,
  storage,
  vault,
  workspace,
  WORKSPACE,
  type Sample,
} from "./sample-bodies";

const probe = { initialDelay: "PT10S", period: "PT1M", timeout: "PT0.5S", successThreshold: 1, failureThreshold: 30 };
const collections = { request: { dataCollectionMode: "Enabled", samplingRate: 0.5 } };
const userAssigned = { type: "UserAssigned", userAssignedIdentities: { "/subscriptions/s/…/id": {} } };
const datastore = { datastoreType: "AzureBlob", credentials: { credentialsType: "None" }, containerName: "c" };

describe("Microsoft's published types allow", () => {
  const samples: readonly [what: string, sample: Sample][] = [
    ["a resource group", group({ tags: { team: "fraud" } })],
    ["a storage account", storage({ supportsHttpsTrafficOnly: true, minimumTlsVersion: "TLS1_2" })],
    ["a key vault", vault({ accessPolicies: [] })],
    ["a Log Analytics workspace", logs({ properties: { sku: { name: "PerGB2018" }, retentionInDays: 30 } })],
    ["Application Insights", insights({ Application_Type: "web", WorkspaceResourceId: "/subscriptions/s/…" })],
    ["a registry", registry({ adminUserEnabled: true })],
    ["a workspace", workspace({ sku: { name: "Basic", tier: "Basic" }, properties: { friendlyName: "w" } })],
    ["a model", asset("models", { modelUri: "azureml://…", modelType: "custom_model", stage: "prod" })],
    ["an environment", asset("environments", { image: "i", condaFile: "", osType: "Linux" })],
    ["code", asset("codes", { codeUri: "https://host/container/folder" })],
    ["a datastore", sample(`${WORKSPACE}/datastores`, { properties: datastore })],
    ["an endpoint", endpoint({ traffic: { blue: 100 }, mirrorTraffic: {} }, { identity: { type: "SystemAssigned" } })],
    ["an identity of one's own", endpoint({}, { identity: userAssigned })],
    ["null for a member that may be null", endpoint({ description: null })],
    [
      "a managed deployment",
      deployment({ scaleSettings: { scaleType: "Default" } }, { sku: { name: "D", capacity: 3 } }),
    ],
    ["probes", deployment({ livenessProbe: probe, readinessProbe: probe, startupProbe: probe })],
    [
      "a deployment that scales itself",
      deployment({ scaleSettings: { scaleType: "TargetUtilization", minInstances: 1 } }),
    ],
    ["a Kubernetes deployment", deployment({ endpointComputeType: "Kubernetes", containerResourceRequirements: {} })],
    ["a deployment that collects data", deployment({ dataCollector: { collections, rollingRate: "Hour" } })],
  ];
  for (const [what, { armType, body }] of samples) it(what, () => assert.deepEqual(bodyFaults(armType, body), []));
});

describe("members written down here because the newest package with mappers is older than the service", () => {
  const types = publishedPackage("@azure/arm-machinelearning");
  for (const [className, members] of Object.entries(ADDED_MEMBERS["@azure/arm-machinelearning"] ?? {})) {
    it(`are not in the package: ${className}`, () => {
      const names = types
        .membersOf({ type: { name: "Composite", className } })
        .map(({ serializedName }) => serializedName);
      for (const member of Object.keys(members)) {
        assert.equal(names.filter((name) => name === member).length, 1, `${member}: the package has it by now`);
      }
    });
  }
});
