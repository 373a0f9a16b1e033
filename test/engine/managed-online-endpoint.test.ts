import { strict as assert } from "node:assert";
import { ComponentResource, output } from "@pulumi/pulumi";
import {
  Environment,
  ManagedOnlineEndpoint,
  type ManagedOnlineEndpointArgs,
  type OnlineDeploymentSpec,
} from "pulumi-azureml";
import { assets, Refused, ServingStack } from "./serving-stack";

/** A program's changing parts: deployments by name, and what the endpoint is told beside them. */
interface Program extends Partial<ManagedOnlineEndpointArgs> {
  blue?: Partial<OnlineDeploymentSpec>;
  green?: Partial<OnlineDeploymentSpec>;
}

describe("ManagedOnlineEndpoint on the engine", function () {
  this.timeout(300_000);
  let stack: ServingStack;

  beforeEach(async () => {
    stack = await ServingStack.create();
  });
  afterEach(() => stack.remove());

  function program({ blue, green, ...args }: Program) {
    return () => {
      const { workspace } = stack;
      const size = { ...assets(workspace), instanceType: "Standard_DS3_v2", instanceCount: 1 };
      const specs = { ...(blue && { blue: { ...size, ...blue } }), ...(green && { green: { ...size, ...green } }) };
      new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: specs, ...args });
    };
  }

  const endpoint = () => `${stack.workspace}/onlineEndpoints/fraud-dev`;
  const live = async () => (await stack.azure.get(endpoint())).body;
  const weights = async () => (await live()).properties.traffic;

  it("makes endpoint, deployments and traffic in one up, and nothing in the second", async () => {
    const wanted = program({ blue: {}, traffic: { blue: 100 } });
    const preview = await stack.preview(wanted);
    const first = await stack.up(wanted);
    const second = await stack.up(wanted);

    assert.equal(preview.changes.create, 10);
    assert.equal(first.changes.create, 10);
    assert.deepEqual(await weights(), { blue: 100 });
    assert.deepEqual(second.changes, { same: 10 });
    assert.deepEqual(second.steps, []);
    const settings = first.steps.findIndex((step) => step === "create fraud-settings");
    assert.ok(settings > first.steps.indexOf("create fraud-blue-deployment"), first.steps.join("\n"));
  });

  it("adds a deployment and gives it traffic in one up, and removes another with its weight in the next", async () => {
    await stack.up(program({ blue: {}, traffic: { blue: 100 } }));
    const both = await stack.up(program({ blue: {}, green: {}, traffic: { blue: 90, green: 10 } }));
    assert.deepEqual(await weights(), { blue: 90, green: 10 });
    const only = await stack.up(program({ green: {}, traffic: { green: 100 } }));

    assert.deepEqual(both.steps.sort(), [
      "create fraud-green",
      "create fraud-green-deployment",
      "update fraud-settings deployments traffic",
    ]);
    assert.deepEqual(only.steps, [
      "update fraud-settings deployments traffic",
      "delete fraud-blue-deployment",
      "delete fraud-blue",
    ]);
    assert.deepEqual(await weights(), { green: 100 });
  });

  it("shows drift of weights exactly in a preview with refresh, and mends it in an up with refresh", async () => {
    const wanted = program({ blue: {}, green: {}, traffic: { blue: 90, green: 10 } });
    await stack.up(wanted);
    const { location, identity, properties } = await live();
    const { authMode, publicNetworkAccess, properties: inner } = properties;
    const drifted = { authMode, publicNetworkAccess, properties: inner, traffic: { blue: 50, green: 50 } };
    await stack.azure.finish("PUT", endpoint(), { location, identity: { type: identity.type }, properties: drifted });

    const shown = await stack.preview(wanted, { refresh: true });
    assert.deepEqual(await weights(), { blue: 50, green: 50 });
    const mended = await stack.up(wanted, { refresh: true });
    const after = await stack.preview(wanted, { refresh: true });
    const quiet = await stack.preview(wanted, { refresh: true });

    assert.deepEqual(
      shown.steps.filter((step) => step.startsWith("update")),
      ["update fraud-settings traffic"],
    );
    assert.match(shown.output, /traffic/);
    assert.deepEqual(
      mended.steps.filter((step) => step.startsWith("update")),
      ["update fraud-settings traffic"],
    );
    assert.deepEqual(await weights(), { blue: 90, green: 10 });
    assert.deepEqual(
      after.steps.filter((step) => step.startsWith("update")),
      [],
    );
    assert.deepEqual(
      quiet.steps.filter((step) => step.startsWith("update")),
      [],
    );
  });

  it("refuses to move weights that somebody moved since, in preview and up, until a refresh", async () => {
    const wanted = program({ blue: {}, green: {}, traffic: { blue: 90, green: 10 } });
    await stack.up(program({ blue: {}, green: {}, traffic: { blue: 100 } }));
    const { location, identity, properties } = await live();
    const { authMode, publicNetworkAccess, properties: inner } = properties;
    const rolledBack = { authMode, publicNetworkAccess, properties: inner, traffic: { green: 100 } };
    await stack.azure.finish("PUT", endpoint(), {
      location,
      identity: { type: identity.type },
      properties: rolledBack,
    });

    const refusal =
      /traffic: \{"blue":90,"green":10\} given, the state says \{"blue":100\} and live is \{"green":100\}: .* last changed by local at 20.*`pulumi up --refresh`/;
    await assert.rejects(stack.preview(wanted), (error: Refused) => refusal.test(error.output));
    await assert.rejects(stack.up(wanted), (error: Refused) => refusal.test(error.output));
    assert.deepEqual(await weights(), { green: 100 });
    await stack.up(wanted, { refresh: true });
    assert.deepEqual(await weights(), { blue: 90, green: 10 });
  });

  it("leaves weights alone that the program does not mention", async () => {
    await stack.up(program({ blue: {}, traffic: { blue: 100 } }));
    assert.deepEqual(await weights(), { blue: 100 }, `never there\n${await stack.endpointWrites()}`);
    const silent = await stack.up(program({ blue: {}, tags: { team: "risk" } }));

    const split = await weights();
    assert.deepEqual(split, { blue: 100 }, `${JSON.stringify(split)} after\n${await stack.endpointWrites()}`);
    assert.deepEqual((await live()).tags, { team: "risk" });
    assert.ok(silent.steps.some((step) => step.startsWith("update fraud-settings")));
  });

  it("changes the size of a deployment with traffic in place, and refuses in preview to change what it runs", async () => {
    await stack.up(program({ blue: {}, traffic: { blue: 100 } }));
    const scaled = await stack.up(program({ blue: { instanceCount: 2 }, traffic: { blue: 100 } }));
    assert.deepEqual(scaled.steps, ["update fraud-blue-deployment sku.capacity"]);

    const changed = program({ blue: { instanceCount: 2, environmentVariables: { A: "1" } }, traffic: { blue: 100 } });
    const refusal = /deployment blue: environmentVariables would change while it has 100 percent of the live traffic/;
    await assert.rejects(stack.preview(changed), (error: Refused) => refusal.test(error.output));
    await assert.rejects(stack.up(changed), (error: Refused) => refusal.test(error.output));
    assert.deepEqual(await weights(), { blue: 100 });
  });

  it("changes in place what a deployment without traffic runs", async () => {
    const traffic = { blue: 100 };
    await stack.up(program({ blue: {}, green: {}, traffic }));
    const changed = await stack.up(program({ blue: {}, green: { environmentVariables: { A: "1" } }, traffic }));

    assert.deepEqual(changed.steps, ["update fraud-green-deployment properties.environmentVariables"]);
    const resized = program({ blue: {}, green: { instanceType: "Standard_F4s_v2" }, traffic });
    const refusal = /deployment green: instanceType cannot change on an existing deployment/;
    await assert.rejects(stack.preview(resized), (error: Refused) => refusal.test(error.output));
  });

  it("may stand under the same logical name in components of different classes", async () => {
    const { workspace } = stack;
    class Team extends ComponentResource {
      constructor(type: string) {
        super(`test:index:${type}`, "team", {}, {});
        const model = "azureml://registries/r/models/m/versions/1";
        const blue = { model, instanceType: "Standard_DS3_v2", instanceCount: 1 };
        const args = { workspace, endpointName: `fraud-${type}`, authMode: "Key", deployments: { blue } } as const;
        new ManagedOnlineEndpoint("endpoint", args, { parent: this });
      }
    }
    const preview = await stack.preview(() => [new Team("one"), new Team("two")]);

    assert.equal(preview.changes.create, 13);
  });

  it("makes a new version of an asset beside the old one, which goes last", async () => {
    const image = (tag: number) => `mcr.microsoft.com/azureml/inference:${tag}`;
    const program = (tag: number) => () => new Environment("py", { workspace: stack.workspace, image: image(tag) });
    await stack.up(program(1));
    const changed = await stack.up(program(2));

    assert.deepEqual(changed.steps, [
      "create-replacement py-version",
      "replace py-version",
      "delete-replaced py-version",
    ]);
  });

  it("refuses in preview to delete a deployment that would keep its weight", async () => {
    await stack.up(program({ blue: {}, green: {}, traffic: { blue: 90, green: 10 } }));

    await assert.rejects(stack.preview(program({ blue: {} })), (error: Refused) => /green/.test(error.output));
    assert.deepEqual(await weights(), { blue: 90, green: 10 });
  });

  it("refuses values that it learns only later, and makes nothing then", async () => {
    const later = <T>(value: T) => output(Promise.resolve(value));
    const table: [wrong: Program, says: RegExp][] = [
      [
        { blue: {}, traffic: { blue: later(150) } },
        /ManagedOnlineEndpoint fraud: 2 faults\s+- traffic\.blue: 150 given/,
      ],
      [
        { blue: { instanceCount: later(0) }, traffic: { blue: 100 } },
        /OnlineDeployment fraud-blue: .*instanceCount: 0 given/,
      ],
      [
        {
          blue: { dataCollector: { collections: { model_inputs: { samplingRate: later(2) } } } },
          traffic: { blue: 100 },
        },
        /DataCollector fraud-blue-collector: .*model_inputs\.samplingRate: 2 given/,
      ],
    ];
    for (const [wrong, says] of table) {
      for (const run of ["preview", "up"] as const) {
        await assert.rejects(stack[run](program(wrong)), (error: Refused) => says.test(error.output));
      }
    }
    const { status } = await stack.azure.get(`${stack.azure.workspace}/onlineEndpoints/fraud-dev/deployments/blue`);
    assert.equal(status, 404);
  });

  it("makes a renamed endpoint beside the old one before that goes", async () => {
    await stack.up(program({ blue: {}, traffic: { blue: 100 } }));
    const renamed = await stack.up(program({ blue: {}, traffic: { blue: 100 }, endpointName: "fraud-new" }));
    const order = renamed.steps.map((step) => step.split(" ").slice(0, 2).join(" "));

    assert.equal((await stack.azure.get(endpoint())).status, 404);
    const { body } = await stack.azure.get(`${stack.workspace}/onlineEndpoints/fraud-new`);
    assert.deepEqual(body.properties.traffic, { blue: 100 });
    assert.ok(
      order.indexOf("create-replacement fraud-settings") < order.indexOf("delete-replaced fraud-endpoint"),
      order.join("\n"),
    );
    assert.deepEqual(
      (await stack.up(program({ blue: {}, traffic: { blue: 100 }, endpointName: "fraud-new" }))).steps,
      [],
    );
  });
});
