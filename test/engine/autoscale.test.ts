import { strict as assert } from "node:assert";
import {
  type AutoscaleSpec,
  BlueGreenRollout,
  ManagedOnlineEndpoint,
  type OnlineDeploymentSpec,
  type RolloutDeployment,
} from "pulumi-azureml";
import { canary } from "pulumi-azureml/rollout";
import { assets, Refused, ServingStack } from "./serving-stack";

const autoscale: AutoscaleSpec = {
  ...{ minInstances: 2, maxInstances: 10 },
  scaleOut: [{ metric: "requestsPerMinute", above: 600, add: 2 }],
  scaleIn: [{ metric: "requestsPerMinute", below: 100 }],
};

describe("autoscale on the engine", function () {
  this.timeout(300_000);
  let stack: ServingStack;

  beforeEach(async () => {
    stack = await ServingStack.create();
  });
  afterEach(() => stack.remove());

  const program =
    (blue: Partial<OnlineDeploymentSpec>, traffic: Record<string, number> = {}) =>
    () => {
      const { workspace } = stack;
      const size = { ...assets(workspace), instanceType: "Standard_DS3_v2", instanceCount: 2 };
      new ManagedOnlineEndpoint("fraud", {
        ...{ workspace, authMode: "Key", deployments: { blue: { ...size, autoscale, ...blue } } },
        traffic,
      });
    };
  const endpoint = () => `${stack.workspace}/onlineEndpoints/fraud-dev`;
  const at = (name: string) => `${endpoint()}/deployments/${name}`;
  const setting = (name: string) =>
    `${stack.azure.group}/providers/Microsoft.Insights/autoscaleSettings/fraud-dev-${name}-autoscale`;
  const moved = (name: string, capacity: number) => stack.azure.finish("PATCH", at(name), { sku: { capacity } });
  const capacity = async (name: string): Promise<number> => (await stack.azure.get(at(name))).body.sku.capacity;

  it("is made with its deployment, and a number that it moved is neither a difference nor ever written back", async () => {
    const { steps } = await stack.up(program({}));
    const made = [
      "fraud-blue",
      "fraud-blue-autoscale",
      "fraud-blue-autoscale-setting",
      "fraud-blue-deployment",
      "fraud-blue-instances",
    ];
    assert.deepEqual(
      steps.filter((step) => step.includes("fraud-blue")).sort(),
      made.map((name) => `create ${name}`),
    );
    assert.equal(await capacity("blue"), 2);
    assert.equal((await stack.azure.get(setting("blue"))).body.properties.enabled, true);

    await moved("blue", 5);
    assert.deepEqual((await stack.preview(program({}))).steps, []);
    assert.deepEqual((await stack.up(program({}))).steps, []);
    assert.equal(await capacity("blue"), 5);

    const changed = program({ environmentVariables: { MODE: "b" }, instanceCount: 3 });
    const update = [
      "update fraud-blue-instances declared initial instances",
      "update fraud-blue-deployment properties.environmentVariables sku.capacity",
    ];
    assert.deepEqual((await stack.preview(changed)).steps, update);
    assert.deepEqual((await stack.up(changed)).steps, update);
    const { body } = await stack.azure.get(at("blue"));
    assert.deepEqual([body.sku.capacity, body.properties.environmentVariables], [5, { MODE: "b" }]);
    assert.deepEqual((await stack.up(changed)).steps, []);

    await moved("blue", 7);
    const refreshed = await stack.up(changed, { refresh: true });
    assert.deepEqual(
      refreshed.steps.filter((step) => /^(create|update|delete)/.test(step)),
      [],
    );
    assert.equal(await capacity("blue"), 7);
  });

  it("keeps a number that moved after an update that failed, and says how to go on", async () => {
    await stack.up(program({}));
    await moved("blue", 4);
    const tagged = program({ tags: { a: "1" } });
    stack.azure.faults.add({ kind: "answer", status: 403, method: "PUT", deployment: "blue", times: 1 });
    await assert.rejects(stack.up(tagged), Refused);
    await moved("blue", 6);
    await assert.rejects(
      stack.up(tagged),
      (error: unknown) =>
        error instanceof Refused &&
        /it has 6 instances and this update would set 4; autoscale moved it just now.*run `pulumi up --refresh`/.test(
          error.output,
        ),
    );
    assert.equal(await capacity("blue"), 6);
    await stack.up(tagged, { refresh: true });
    const { body } = await stack.azure.get(at("blue"));
    assert.deepEqual([body.sku.capacity, body.tags], [6, { a: "1" }]);
  });

  it("goes with its deployment through a rollout", async () => {
    const rollout = (live: string, candidate: string | undefined, stage?: string) => () => {
      const { workspace } = stack;
      const size = { ...assets(workspace), instanceType: "Standard_DS3_v2", instanceCount: 2, autoscale };
      const deployment = (name: string): RolloutDeployment => ({ name, ...size });
      const fraud = new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key" });
      new BlueGreenRollout("fraud", {
        ...{ endpoint: fraud, live: deployment(live), plan: canary([50]), stage },
        ...(candidate && { candidate: deployment(candidate) }),
      });
    };
    await stack.up(rollout("blue", "green", "canary-50"));
    await moved("green", 6);
    await stack.up(rollout("blue", "green", "full"));
    assert.deepEqual([await capacity("blue"), await capacity("green")], [2, 6]);

    await stack.up(rollout("green", undefined, "provision"));
    assert.equal(await capacity("green"), 6);
    assert.equal((await stack.azure.get(at("blue"))).status, 404);
    assert.equal((await stack.azure.get(setting("blue"))).status, 404);
    assert.equal((await stack.azure.get(setting("green"))).status, 200);
  });
});
