import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { Autoscale, type AutoscaleSpec, ManagedOnlineEndpoint, type OnlineDeploymentSpec } from "../../components";
import { runProgram, workspace } from "./program";

const type = "azure-native:monitor:AutoscaleSetting";
const endpointId = `${workspace.id}/onlineEndpoints/fraud-dev`;
const blueId = `${endpointId}/deployments/blue`;
const byCpu: AutoscaleSpec = {
  ...{ minInstances: 2, maxInstances: 10 },
  scaleOut: [{ metric: "cpu", above: 70, add: 2 }],
  scaleIn: [{ metric: "cpu", below: 25 }],
};
const endpoint = (blue: Partial<OnlineDeploymentSpec> = {}) =>
  new ManagedOnlineEndpoint("fraud", {
    workspace,
    authMode: "Key",
    deployments: {
      blue: { model: "/m/1", environment: "/e/1", instanceType: "Standard_DS3_v2", instanceCount: 2, ...blue },
    },
  });

describe("Autoscale", () => {
  it("is a child of the deployment that has it, with every default written out", async () => {
    const run = await runProgram("up", () => endpoint({ autoscale: byCpu }));

    const trigger = {
      metricName: "CpuUtilizationPercentage",
      metricNamespace: "Microsoft.MachineLearningServices/workspaces/onlineEndpoints/deployments",
      metricResourceUri: blueId,
      timeGrain: "PT1M",
      statistic: "Average",
      timeWindow: "PT5M",
      timeAggregation: "Average",
      dividePerInstance: false,
    };
    assert.deepEqual(run.find(type, "fraud-blue-autoscale-setting").inputs, {
      resourceGroupName: "g",
      autoscaleSettingName: "fraud-dev-blue-autoscale",
      name: "fraud-dev-blue-autoscale",
      location: "westeurope",
      targetResourceUri: blueId,
      enabled: true,
      profiles: [
        {
          name: "Auto created default scale condition",
          capacity: { minimum: "2", maximum: "10", default: "2" },
          rules: [
            {
              metricTrigger: { ...trigger, operator: "GreaterThan", threshold: 70 },
              scaleAction: { direction: "Increase", type: "ChangeCount", value: "2", cooldown: "PT5M" },
            },
            {
              metricTrigger: { ...trigger, operator: "LessThan", threshold: 25 },
              scaleAction: { direction: "Decrease", type: "ChangeCount", value: "1", cooldown: "PT5M" },
            },
          ],
        },
      ],
      notifications: [],
    });
    assert.deepEqual(
      run.resources
        .map(({ name }) => name)
        .filter((name) => name.startsWith("fraud-blue"))
        .sort(),
      [
        "fraud-blue",
        "fraud-blue-autoscale",
        "fraud-blue-autoscale-setting",
        "fraud-blue-deployment",
        "fraud-blue-instances",
      ],
    );
  });

  it("sends the deployment with the number that is kept for it, by a digest of all else", async () => {
    const run = await runProgram("up", () => endpoint({ autoscale: byCpu }));
    const tagged = await runProgram("up", () => endpoint({ autoscale: byCpu, tags: { a: "1" } }));

    const {
      declared,
      account: _account,
      ...inputs
    } = run.find("pulumi-nodejs:dynamic/azureml:InstanceCount", "fraud-blue-instances").inputs;
    const { __provider: _provider, ...kept } = inputs;
    assert.deepEqual(kept, {
      workspaceId: workspace.id,
      endpointName: "fraud-dev",
      deploymentName: "blue",
      initial: 2,
    });
    assert.match(String(declared), /^[0-9a-f]{12}$/);
    const other = tagged.find("pulumi-nodejs:dynamic/azureml:InstanceCount", "fraud-blue-instances").inputs;
    assert.notEqual(other["declared"], declared);
    const { inputs: deployment } = run.find(
      "azure-native:machinelearningservices:OnlineDeployment",
      "fraud-blue-deployment",
    );
    assert.deepEqual(deployment["sku"], { name: "Default", capacity: 2 });
  });

  it("stands beside a deployment that leaves its number to it, or that lives elsewhere", async () => {
    const run = await runProgram("up", () => {
      const { blue } = endpoint({ autoscaled: true }).deployments;
      if (blue) new Autoscale("blue", { ...byCpu, deployment: blue, enabled: false, tags: { team: "risk" } });
      new Autoscale("green", {
        ...byCpu,
        deployment: pulumi.output(`${endpointId}/deployments/green`),
        settingName: "green",
        notifications: [{ emails: ["a@b.c"], webhooks: [pulumi.output("https://hook.example/token")] }],
        transform: { setting: ({ args }) => ({ args: { ...args, location: "northeurope" } }) },
      });
    });

    const blue = run.find(type, "blue-setting").inputs;
    assert.deepEqual([blue["targetResourceUri"], blue["enabled"], blue["tags"]], [blueId, false, { team: "risk" }]);
    const green = run.find(type, "green-setting").inputs;
    assert.equal(green["targetResourceUri"], `${endpointId}/deployments/green`);
    assert.deepEqual([green["name"], green["resourceGroupName"], green["location"]], ["green", "g", "northeurope"]);
    assert.deepEqual(green["notifications"], {
      ...{ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270" }, // a secret, as the SDK marks it
      value: [
        {
          operation: "Scale",
          email: {
            customEmails: ["a@b.c"],
            sendToSubscriptionAdministrator: false,
            sendToSubscriptionCoAdministrators: false,
          },
          webhooks: [{ serviceUri: "https://hook.example/token", properties: {} }],
        },
      ],
    });
  });

  const refused: [name: string, make: () => unknown, message: RegExp][] = [
    [
      "beside a deployment that writes its number itself",
      () => {
        const { blue } = endpoint().deployments;
        if (blue) new Autoscale("blue", { ...byCpu, deployment: blue });
      },
      /Autoscale blue: deployment: the deployment writes its number of instances itself/,
    ],
    [
      "twice",
      () => endpoint({ autoscale: byCpu, autoscaled: true }),
      /deployments\.blue\.autoscaled: true given, it has an `autoscale` of its own; leave it out/,
    ],
    [
      "of a deployment that begins outside of it",
      () => endpoint({ autoscale: { ...byCpu, minInstances: 3 } }),
      /deployments\.blue\.instanceCount: 2 given, autoscale keeps it from 3 to 10/,
    ],
    [
      "of what is no deployment",
      () => new Autoscale("x", { ...byCpu, deployment: endpointId }),
      /Autoscale: deployment: .* this is not the ARM id of an online deployment/,
    ],
    [
      "that tells nobody, or by an address that is none, without showing a webhook",
      () => endpoint({ autoscale: { ...byCpu, notifications: [{}, { emails: ["x"], webhooks: ["http://secret"] }] } }),
      /3 faults\n.*\[0\]: it tells nobody[^]*\[1\]\.emails\[0\]: "x" given[^]*\[1\]\.webhooks\[0\]: a webhook is a URI that begins/,
    ],
  ];
  for (const [name, make, message] of refused) {
    it(`is refused ${name}`, async () => {
      await runProgram("preview", () => {
        assert.throws(make, (error: Error) => message.test(error.message) && !error.message.includes("secret"));
      });
    });
  }
});
