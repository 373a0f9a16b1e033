import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { ManagedOnlineEndpoint, type ManagedOnlineEndpointArgs } from "../../components";
import { runProgram, workspace } from "./program";

const types = {
  endpoint: "azure-native:machinelearningservices:OnlineEndpoint",
  deployment: "azure-native:machinelearningservices:OnlineDeployment",
  settings: "pulumi-nodejs:dynamic/azureml:EndpointSettings",
};
const blue = { model: "/models/m/versions/1", instanceType: "Standard_DS3_v2", instanceCount: 2 };
const probe = {
  initialDelay: "PT10S",
  period: "PT10S",
  timeout: "PT2S",
  successThreshold: 1,
  failureThreshold: 30,
};
const blueProperties = {
  endpointComputeType: "Managed",
  model: "/models/m/versions/1",
  instanceType: "Standard_DS3_v2",
  appInsightsEnabled: false,
  egressPublicNetworkAccess: "Enabled",
  scaleSettings: { scaleType: "Default" },
  requestSettings: { requestTimeout: "PT5S", maxConcurrentRequestsPerInstance: 1, maxQueueWait: "PT0.5S" },
  livenessProbe: probe,
  readinessProbe: probe,
};

function endpoint(args: Partial<ManagedOnlineEndpointArgs> = {}): ManagedOnlineEndpoint {
  return new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: { blue }, ...args });
}

describe("ManagedOnlineEndpoint", () => {
  it("takes an identity of the same program by its id, which comes later", async () => {
    const id = pulumi.output(
      "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i",
    );
    const run = await runProgram("up", () =>
      endpoint({ identity: { type: "UserAssigned", userAssignedIdentities: [id] } }),
    );

    for (const [type, name] of [
      [types.endpoint, "fraud-endpoint"],
      [types.settings, "fraud-settings"],
    ] as const) {
      const { identity } = run.find(type, name).inputs;
      assert.deepEqual(identity, {
        type: "UserAssigned",
        userAssignedIdentities: [
          "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/i",
        ],
      });
    }
  });

  for (const mode of ["up", "preview"] as const) {
    it(`registers exactly endpoint, deployment and settings (${mode})`, async () => {
      const run = await runProgram(mode, () => endpoint({ traffic: { blue: 100 } }));

      assert.deepEqual(run.find(types.endpoint, "fraud-endpoint").inputs, {
        workspaceName: "w",
        resourceGroupName: "g",
        endpointName: "fraud-dev",
        location: "westeurope",
        identity: { type: "SystemAssigned" },
        properties: { authMode: "Key", publicNetworkAccess: "Enabled" },
      });
      assert.deepEqual(run.find(types.deployment, "fraud-blue-deployment").inputs, {
        workspaceName: "w",
        resourceGroupName: "g",
        endpointName: "fraud-dev",
        deploymentName: "blue",
        location: "westeurope",
        sku: { name: "Default", capacity: 2 },
        properties: blueProperties,
      });
      const { __provider, ...settings } = run.find(types.settings, "fraud-settings").inputs;
      assert.deepEqual(settings, {
        workspaceId: workspace.id,
        endpointName: "fraud-dev",
        deployments: ["blue"],
        traffic: { blue: 100 },
        authMode: "Key",
        account: { subscriptionId: "s", tenantId: "t" },
      });
      assert.equal(typeof __provider, "string");
      assert.deepEqual(run.resources.map(({ name }) => name).sort(), [
        "fraud",
        "fraud-blue",
        "fraud-blue-deployment",
        "fraud-endpoint",
        "fraud-settings",
        "project-dev",
      ]);
    });
  }

  it("leaves weights alone where the program says nothing of them", async () => {
    const run = await runProgram("up", () => endpoint());

    const { inputs } = run.find(types.settings, "fraud-settings");
    assert.equal("traffic" in inputs, false);
    assert.equal("mirrorTraffic" in inputs, false);
  });

  it("never sends weights or keys with the endpoint itself", async () => {
    const run = await runProgram("up", () => endpoint({ traffic: { blue: 100 }, mirrorTraffic: {} }));

    assert.deepEqual(Object.keys(run.find(types.endpoint, "fraud-endpoint").inputs.properties as object).sort(), [
      "authMode",
      "publicNetworkAccess",
    ]);
  });

  it("reads keys only where the program asks for them, and hands them out as a secret", async () => {
    const without = await runProgram("up", () => endpoint({ traffic: { blue: 100 } }));
    let keys: pulumi.Output<unknown> | undefined;
    const with_ = await runProgram("up", () => {
      keys = endpoint({ traffic: { blue: 100 } }).keys;
    });

    assert.deepEqual(without.calls, []);
    assert.deepEqual(
      with_.calls.map(({ token }) => token),
      ["azure-native:machinelearningservices:listOnlineEndpointKeys"],
    );
    assert.ok(keys);
    assert.equal(await pulumi.isSecret(keys), true);
  });

  it("hands out what an app needs as one value, with keys only where the program asks for them", async () => {
    let plain: pulumi.Output<unknown> | undefined;
    const without = await runProgram("up", () => {
      plain = endpoint({ traffic: { blue: 100 } }).connection({ deployment: "blue" });
    });
    assert.ok(plain);
    const connection = {
      scoringUri: "https://fraud-dev.example/score",
      authMode: "Key",
      endpointId: "/id/fraud-endpoint",
    };
    assert.deepEqual(await valueOf(plain), { ...connection, deployment: "blue" });
    assert.deepEqual([await pulumi.isSecret(plain), without.calls], [false, []]);

    let secret: pulumi.Output<string> | undefined;
    await runProgram("up", () => {
      secret = pulumi.jsonStringify(endpoint({ traffic: { blue: 100 } }).connection({ with: "keys" }));
    });
    assert.ok(secret);
    assert.deepEqual(JSON.parse(await valueOf(secret)), { ...connection, key: "first", otherKey: "second" });
    assert.equal(await pulumi.isSecret(secret), true);
  });

  it("reads no keys of an endpoint that has none", async () => {
    let found: pulumi.Output<unknown> | undefined;
    const { calls } = await runProgram("up", () => {
      found = endpoint({ authMode: "AADToken", traffic: { blue: 100 } }).connection({ with: "keys" });
    });
    assert.ok(found);
    assert.deepEqual(Object.keys((await valueOf(found)) as object), ["scoringUri", "authMode", "endpointId"]);
    assert.deepEqual(calls, []);
  });

  it("reads no keys in a preview that cannot know them", async () => {
    const run = await runProgram("preview", () => endpoint({ traffic: { blue: 100 } }).keys);

    assert.deepEqual(run.calls, []);
  });

  it("lower-cases names, as the service does", async () => {
    const run = await runProgram("up", () =>
      endpoint({ endpointName: "Fraud", deployments: { Blue: blue }, traffic: { BLUE: 100 } }),
    );

    assert.equal(run.find(types.endpoint, "fraud-endpoint").inputs.endpointName, "fraud");
    assert.equal(run.find(types.deployment, "fraud-blue-deployment").inputs.deploymentName, "blue");
  });

  it("passes what is asked for and nothing else", async () => {
    const spec = {
      ...blue,
      code: "/codes/c/versions/1",
      scoringScript: "score.py",
      environment: "/environments/e/versions/1",
      environmentVariables: { LEVEL: "info" },
      appInsightsEnabled: true,
      requestSettings: { requestTimeoutMs: 90_000, maxConcurrentRequestsPerInstance: 4 },
      startupProbe: { initialDelay: 30 },
      egressPublicNetworkAccess: "Disabled" as const,
      tags: { team: "risk" },
    };
    const run = await runProgram("up", () => endpoint({ deployments: { blue: spec } }));

    const { inputs } = run.find(types.deployment, "fraud-blue-deployment");
    assert.deepEqual(inputs.tags, { team: "risk" });
    assert.deepEqual(inputs.properties, {
      ...blueProperties,
      codeConfiguration: { codeId: "/codes/c/versions/1", scoringScript: "score.py" },
      environmentId: "/environments/e/versions/1",
      environmentVariables: { LEVEL: "info" },
      appInsightsEnabled: true,
      requestSettings: { requestTimeout: "PT1M30S", maxConcurrentRequestsPerInstance: 4, maxQueueWait: "PT0.5S" },
      startupProbe: { ...probe, initialDelay: "PT30S" },
      egressPublicNetworkAccess: "Disabled",
    });
  });

  it("lets a transform change a child's arguments just before it is registered", async () => {
    const run = await runProgram("up", () =>
      endpoint({
        deployments: {
          blue: {
            ...blue,
            transform: { deployment: ({ args }) => ({ args: { ...args, tags: { by: "transform" } } }) },
          },
        },
        transform: { endpoint: ({ args }, name) => ({ args: { ...args, tags: { name } } }) },
      }),
    );

    assert.deepEqual(run.find(types.deployment, "fraud-blue-deployment").inputs.tags, { by: "transform" });
    assert.deepEqual(run.find(types.endpoint, "fraud-endpoint").inputs.tags, { name: "fraud-endpoint" });
  });

  it("hands the time that a write may take to the writer of settings", async () => {
    const run = await runProgram("up", () => endpoint({ timeouts: { settingsSeconds: 60 } }));

    assert.equal(run.find(types.settings, "fraud-settings").inputs.timeoutSeconds, 60);
  });

  it("looks up the region of a workspace given by id", async () => {
    const id = "/subscriptions/s/resourceGroups/other/providers/Microsoft.MachineLearningServices/workspaces/mlw";
    const run = await runProgram("up", () => endpoint({ workspace: id }));

    const { inputs } = run.find(types.endpoint, "fraud-endpoint");
    assert.deepEqual(
      [inputs.resourceGroupName, inputs.workspaceName, inputs.location],
      ["other", "mlw", "northeurope"],
    );
  });
});

describe("ManagedOnlineEndpoint with bad input", () => {
  const faults: [string, Partial<ManagedOnlineEndpointArgs>, RegExp][] = [
    [
      "weights that sum to 110",
      { deployments: { blue, green: blue }, traffic: { blue: 50, green: 60 } },
      /traffic\.green: 60 given, the weights sum to 110; they must sum to 100/,
    ],
    [
      "a weight for an unknown deployment",
      { traffic: { blue: 90, red: 10 } },
      /traffic\.red: 10 given, the endpoint has no deployment of this name; declared are blue/,
    ],
    [
      "a mirror over 50",
      { deployments: { blue, green: blue }, traffic: { blue: 100 }, mirrorTraffic: { green: 60 } },
      /mirrorTraffic\.green: 60 given, at most 50 percent/,
    ],
    [
      "a mirror onto a live deployment",
      { traffic: { blue: 100 }, mirrorTraffic: { blue: 10 } },
      /mirrorTraffic\.blue: 10 given, blue has 100 percent of the live traffic/,
    ],
    ["a bad endpoint name", { endpointName: "1-fraud" }, /endpointName: "1-fraud" given, a name has 3 to 32 letters/],
    ["a bad deployment name", { deployments: { "blue-": blue } }, /deployments\.blue-: "blue-" given, a name has/],
    [
      "a negative count",
      { deployments: { blue: { ...blue, instanceCount: -1 } } },
      /deployments\.blue\.instanceCount: -1 given, a deployment has 1 to 50 instances/,
    ],
    ["a fraction of a percent", { traffic: { blue: 99.5 } }, /traffic\.blue: 99\.5 given, a weight is a whole number/],
    [
      "a timeout over three minutes",
      { deployments: { blue: { ...blue, requestSettings: { requestTimeoutMs: 180_001 } } } },
      /requestTimeoutMs: 180001 given, this is a whole number of milliseconds from 1 to 180000/,
    ],
    [
      "two names that differ by case",
      { deployments: { blue, BLUE: blue } },
      /deployments\.BLUE: names do not differ by case/,
    ],
    [
      "code without a scoring script",
      { deployments: { blue: { ...blue, code: "/codes/c/versions/1" } } },
      /deployments\.blue\.scoringScript: code needs a scoring script/,
    ],
    [
      "an import of something else",
      { import: `${workspace.id}/onlineEndpoints/other` },
      /import: "\/subscriptions.*\/other" given, this is the id of other, and what is declared is called fraud-dev/,
    ],
    [
      "an import that is no id",
      { deployments: { blue: { ...blue, import: "blue" } } },
      /deployments\.blue\.import: "blue" given, this is not the ARM id of what is imported here/,
    ],
    [
      "a deployment imported from another endpoint",
      { deployments: { blue: { ...blue, import: `${workspace.id}/onlineEndpoints/other/deployments/blue` } } },
      /deployments\.blue\.import: .* given, this deployment belongs to endpoint other, and this endpoint is fraud-dev/,
    ],
    [
      "timeouts that are none",
      { timeouts: { create: "30 minutes", settingsSeconds: 0 } },
      /timeouts\.create: "30 minutes" given, this is no duration; for example 30m.*\n.*timeouts\.settingsSeconds: 0 given/,
    ],
    [
      "something that is no workspace id",
      { workspace: "/subscriptions/s" },
      /workspace: "\/subscriptions\/s" given, this is not the ARM id of a workspace/,
    ],
  ];
  for (const [what, args, message] of faults) {
    it(`refuses ${what} before anything is registered below it`, async () => {
      let thrown: unknown;
      const run = await runProgram("up", () => {
        try {
          endpoint(args);
        } catch (error) {
          thrown = error;
        }
      });

      assert.ok(pulumi.ResourceError.isInstance(thrown), `no ResourceError: ${String(thrown)}`);
      assert.match(thrown.message, message);
      assert.equal(thrown.hideStack, true);
      assert.deepEqual(
        run.resources.filter(({ type }) => type.startsWith("azure-native")),
        [],
      );
    });
  }

  it("names all faults at once", async () => {
    await runProgram("up", () => {
      assert.throws(
        () =>
          endpoint({
            deployments: { blue: { ...blue, instanceCount: 0 } },
            traffic: { blue: 70, red: 40 },
            mirrorTraffic: { blue: 60 },
          }),
        (error: Error) =>
          /5 faults/.test(error.message) &&
          ["instanceCount: 0", "traffic.red: 40", "sum to 110", "at most 50", "live or mirrored"].every((part) =>
            error.message.includes(part),
          ),
      );
    });
  });
});

function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}
