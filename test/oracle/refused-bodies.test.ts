import assert from "node:assert/strict";
import { bodyFaults } from "./published-types";
import { DEPLOYMENT, deployment, ENDPOINT, endpoint, group, insights, logs, registry } from "./sample-bodies";
import { sample, storage, vault, workspace, type Sample } from "./sample-bodies";

const location = "westeurope";
const longName = "properties.immutableStorageWithVersioning.immutabilityPolicy.immutabilityPeriodSinceCreationInDays";
const tooShort = { enabled: true, immutabilityPolicy: { immutabilityPeriodSinceCreationInDays: 0 } };
const script = (scoringScript: string) => deployment({ codeConfiguration: { scoringScript } });

/** One wrong body each, and everything it has to be refused for. */
const samples: readonly [what: string, sample: Sample, ...faults: string[]][] = [
  ["an unknown member", endpoint({ weights: {} }), "properties.weights: unknown"],
  ["an unknown member on top", endpoint({}, { owner: "me" }), "owner: unknown"],
  [
    "an unknown member deep inside",
    deployment({ livenessProbe: { delay: "PT1S" } }),
    "properties.livenessProbe.delay: unknown",
  ],
  ["wrong casing", endpoint({ Traffic: {} }), "properties.Traffic: unknown; the type spells it traffic"],
  ["wrong casing of a pascal-case type", insights({ applicationType: "web" }), "properties.applicationType: unknown"],
  [
    "the SDK's name, not the wire's",
    storage({ enableHttpsTrafficOnly: true }),
    "properties.enableHttpsTrafficOnly: unknown",
  ],
  ["a flattened member outside of its object", logs({ retentionInDays: 30 }), "retentionInDays: unknown"],
  [
    "a member of another variant",
    deployment({ containerResourceRequirements: {} }),
    "properties.containerResourceRequirements: unknown",
  ],

  ["no location", sample(ENDPOINT, { properties: { authMode: "Key" } }), "location: missing, but required"],
  ["no properties", sample(ENDPOINT, { location }), "properties: missing, but required"],
  ["no auth mode", sample(ENDPOINT, { location, properties: {} }), "properties.authMode: missing, but required"],
  ["no sku of a vault", vault({ sku: undefined }), "properties.sku: missing, but required"],
  ["no sku of a registry", sample(registry({}).armType, { location }), "sku: missing, but required"],
  ["no collections", deployment({ dataCollector: {} }), "properties.dataCollector.collections: missing, but required"],

  [
    "the service's own state",
    endpoint({ provisioningState: "Succeeded" }),
    "properties.provisioningState: sent, but only the service writes it",
  ],
  ["an id", endpoint({}, { id: "/subscriptions/s" }), "id: sent, but only the service writes it"],
  [
    "the group's state",
    group({ properties: { provisioningState: "Succeeded" } }),
    "properties.provisioningState: sent, but only the service writes it",
  ],

  ["a string for a number", deployment({}, { sku: { name: "D", capacity: "3" } }), 'sku.capacity: "3" is not a number'],
  [
    "a number for a string",
    deployment({ environmentVariables: { N: 2 } }),
    "properties.environmentVariables.N: 2 is not a string",
  ],
  [
    "a string for a flag",
    deployment({ appInsightsEnabled: "true" }),
    'properties.appInsightsEnabled: "true" is not true or false',
  ],
  ["an array for an object", endpoint({ traffic: [] }), "properties.traffic: [] is not an object"],
  ["an object for an array", vault({ accessPolicies: {} }), "properties.accessPolicies: {} is not an array"],
  ["a text for an object", deployment({ livenessProbe: "PT1S" }), 'properties.livenessProbe: "PT1S" is not an object'],
  [
    "a text for the object that members are flattened from",
    workspace({ properties: "" }),
    'properties: "" is not an object',
  ],
  [
    "seconds for a duration",
    deployment({ livenessProbe: { period: "10" } }),
    'properties.livenessProbe.period: "10" is not an ISO 8601 duration',
  ],
  ["a word for a UUID", vault({ tenantId: "common" }), 'properties.tenantId: "common" is not a UUID'],
  ["null where there is none", endpoint({ authMode: null }), "properties.authMode: null, where the type takes none"],
  ["no body", sample(ENDPOINT, undefined), "body: nothing is not an object"],

  [
    "a value outside a closed enumeration",
    workspace({ sku: { name: "B", tier: "Cheap" } }),
    'sku.tier: "Cheap" is none of Free, Basic, Standard, Premium',
  ],
  [
    "a value of an open enumeration in wrong casing",
    endpoint({ authMode: "key" }),
    'properties.authMode: "key" is none of AMLToken, Key, AADToken',
  ],
  [
    "another value for a constant",
    vault({ sku: { family: "B", name: "standard" } }),
    'properties.sku.family: "B" is none of A',
  ],
  [
    "an unknown discriminator",
    deployment({ scaleSettings: { scaleType: "default" } }),
    'properties.scaleSettings.scaleType: "default" is none of Default, TargetUtilization',
  ],
  [
    "no discriminator",
    sample(DEPLOYMENT, { location, properties: {} }),
    "properties.endpointComputeType: nothing is none of Kubernetes, Managed",
  ],

  [
    "a text that is too short",
    script(""),
    'properties.codeConfiguration.scoringScript: "" breaks Pattern /[a-zA-Z0-9_]/',
    'properties.codeConfiguration.scoringScript: "" breaks MinLength 1',
  ],
  [
    "a text that breaks a pattern",
    script("."),
    'properties.codeConfiguration.scoringScript: "." breaks Pattern /[a-zA-Z0-9_]/',
  ],
  [
    "a number beyond its limit",
    storage({ immutableStorageWithVersioning: tooShort }),
    `${longName}: 0 breaks InclusiveMinimum 1`,
  ],

  [
    "a type that nobody publishes",
    sample("Microsoft.Nowhere/things", {}),
    "PUT Microsoft.Nowhere/things: no published type to judge its body by",
  ],
];

describe("Microsoft's published types refuse", () => {
  for (const [what, { armType, body }, ...faults] of samples) {
    it(what, () => assert.deepEqual(bodyFaults(armType, body), faults));
  }

  it("everything at once, and nothing twice", () => {
    const body = { Location: location, properties: { authMode: 1, keys: { primarykey: "" } } };
    assert.deepEqual(bodyFaults(ENDPOINT, body), [
      "location: missing, but required",
      "Location: unknown; the type spells it location",
      "properties.authMode: 1 is not a string",
      "properties.keys.primarykey: unknown; the type spells it primaryKey",
    ]);
  });
});
