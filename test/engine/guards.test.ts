import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { ManagedOnlineEndpoint, type ManagedOnlineEndpointArgs, type OnlineDeploymentSpec } from "pulumi-azureml";
import { DeploymentFailure } from "../../emulator/serving/contract";
import { deployment, endpoint as endpointBody, endpointWith, register } from "../unit/emulator-arm/bodies";
import { assets, Refused, ServingStack } from "./serving-stack";

interface Program extends Partial<ManagedOnlineEndpointArgs> {
  blue?: Partial<OnlineDeploymentSpec>;
  green?: Partial<OnlineDeploymentSpec>;
}

describe("guards on the engine", function () {
  this.timeout(300_000);
  let stack: ServingStack;

  beforeEach(async () => {
    stack = await ServingStack.create();
  });
  afterEach(() => stack.remove());

  function program({ blue, green, ...args }: Program, content: Partial<OnlineDeploymentSpec> = {}) {
    return () => {
      const { workspace } = stack;
      const size = {
        ...(content.model ? content : assets(workspace)),
        instanceType: "Standard_DS3_v2",
        instanceCount: 2,
      };
      const specs = { ...(blue && { blue: { ...size, ...blue } }), ...(green && { green: { ...size, ...green } }) };
      new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments: specs, ...args });
    };
  }

  const endpoint = () => `${stack.workspace}/onlineEndpoints/fraud-dev`;
  const at = (name: string) => `${endpoint()}/deployments/${name}`;
  const live = async (name: string) => {
    const { status, body } = await stack.azure.get(at(name));
    assert.equal(status, 200, `${name}: ${JSON.stringify(body)}`);
    return body;
  };
  const refused = (pattern: RegExp) => (error: unknown) => error instanceof Refused && pattern.test(error.output);

  it("never set back a number of instances that autoscale or a person has changed", async () => {
    const traffic = { blue: 100 };
    await stack.up(program({ blue: {}, traffic }));
    await stack.azure.finish("PATCH", at("blue"), { sku: { name: "Default", capacity: 5 } });

    const tagged = program({ blue: { tags: { a: "1" } }, traffic });
    const refusal =
      /deployment blue: it has 5 instances and the state says 2;.* would set it back: run `pulumi up --refresh`/;
    await assert.rejects(stack.preview(tagged), refused(refusal));
    await assert.rejects(stack.up(tagged), refused(refusal));
    assert.equal((await live("blue")).sku.capacity, 5);

    const autoscaled = program({ blue: { tags: { a: "1" }, autoscaled: true }, traffic });
    const { steps } = await stack.up(autoscaled);
    assert.deepEqual(steps, ["create fraud-blue-instances", "update fraud-blue-deployment sku.capacity tags"]);
    assert.deepEqual([(await live("blue")).sku.capacity, (await live("blue")).tags], [5, { a: "1" }]);
  });

  it("never set back under traffic what somebody changed of what runs", async () => {
    const traffic = { blue: 100 };
    const blue = { environmentVariables: { WORKERS: "1" } };
    await stack.up(program({ blue, traffic }));
    const { location, sku, properties } = await live("blue");
    const { provisioningState: _state, properties: _inner, ...content } = properties;
    const hotFix = { ...content, environmentVariables: { WORKERS: "4" } };
    await stack.azure.finish("PUT", at("blue"), { location, sku, properties: hotFix });

    const tagged = program({ blue: { ...blue, tags: { team: "risk" } }, traffic });
    const refusal = refused(
      /deployment blue: somebody changed environmentVariables since the state was recorded, .* 100/,
    );
    await assert.rejects(stack.preview(tagged), refusal);
    await stack.refresh();
    const said = { environmentVariables: { WORKERS: "4" }, tags: { team: "risk" } };
    await stack.up(program({ blue: said, traffic }));
    assert.deepEqual((await live("blue")).properties.environmentVariables, { WORKERS: "4" });
  });

  it("make a deployment again that failed and has no traffic, and say so in the preview", async () => {
    const traffic = { blue: 100 };
    await stack.up(program({ blue: {}, traffic }));
    stack.azure.serving.failure = new DeploymentFailure("ImageBuildFailure", "no such package");
    await assert.rejects(stack.up(program({ blue: {}, green: {}, traffic })), refused(/ImageBuildFailure/));
    assert.equal((await live("green")).properties.provisioningState, "Failed");

    const better = program({ blue: {}, green: { instanceType: "Standard_F4s_v2" }, traffic });
    const preview = await stack.preview(better);
    assert.match(
      preview.output,
      /deployment green failed and has no traffic: the update deletes it and makes it again/,
    );
    assert.equal((await live("green")).properties.provisioningState, "Failed");
    await stack.up(better);

    const { properties } = await live("green");
    assert.deepEqual([properties.provisioningState, properties.instanceType], ["Succeeded", "Standard_F4s_v2"]);
    assert.deepEqual((await stack.azure.get(endpoint())).body.properties.traffic, traffic);
    assert.deepEqual((await stack.up(better)).steps, []);
  });

  it("make nothing over what exists and the state does not know; import takes it over with its weights", async () => {
    await stack.azure.finish("PUT", endpoint(), endpointBody({ authMode: "Key" }));
    const existing = /endpoint fraud-dev: the workspace has it already, .*import: "\/subscriptions\/.*\/fraud-dev"/;
    await assert.rejects(stack.preview(program({})), refused(existing));

    const imported = await stack.up(program({ import: endpoint() }));
    assert.ok(imported.steps.includes("import fraud-endpoint"), imported.steps.join("\n"));
    const { urns } = await stack.up(program({ blue: {}, traffic: { blue: 100 } }));
    const replace = urns.filter((urn) => urn.endsWith("::fraud-blue-deployment"));
    await assert.rejects(
      stack.preview(program({ blue: {}, traffic: { blue: 100 } }), { replace }),
      refused(/deployment blue: endpoint fraud-dev has it already, .*or means to replace it/),
    );

    await register(stack.azure);
    await stack.azure.finish("PUT", at("green"), deployment(stack.azure));
    await assert.rejects(
      stack.preview(program({ blue: {}, green: {} })),
      refused(/deployment green: endpoint fraud-dev has it already/),
    );
  });

  it("tell apart endpoints of one logical name below different parents", async () => {
    await stack.azure.finish("PUT", `${stack.workspace}/onlineEndpoints/fraud-team`, endpointBody({ authMode: "Key" }));
    const program = (endpointName: string) => () => {
      const args = { workspace: stack.workspace, authMode: "Key" } as const;
      new ManagedOnlineEndpoint("fraud", args);
      const parent = new pulumi.ComponentResource("infra:index:Team", "team");
      new ManagedOnlineEndpoint("fraud", { ...args, endpointName }, { parent });
    };

    await assert.rejects(stack.preview(program("fraud-team")), (error) => {
      assert.ok(error instanceof Refused);
      assert.match(error.output, /endpoint fraud-team: the workspace has it already/);
      assert.doesNotMatch(error.output, /endpoint fraud-dev: the workspace has it already/);
      return true;
    });
    const { steps } = await stack.preview(program("fraud-other"));
    assert.equal(steps.filter((step) => step === "create fraud-endpoint").length, 2, steps.join("\n"));
  });

  it("take over what another tool made, with deployments and weights as they are", async () => {
    await register(stack.azure);
    await endpointWith(stack.azure, "fraud-dev", "blue", "green");
    const traffic = { blue: 70, green: 30 };
    const closed = { traffic, publicNetworkAccess: "Disabled" };
    await stack.azure.finish("PUT", endpoint(), endpointBody(closed, { tags: { owner: "ml" } }));
    const { model, environmentId, codeConfiguration, instanceType } = (await live("blue")).properties;
    const content = { model, environment: environmentId, code: codeConfiguration.codeId, scoringScript: "score.py" };
    const adopt = (spec: (name: string) => Partial<OnlineDeploymentSpec>, more: Program = {}) =>
      program(
        {
          blue: { instanceType, instanceCount: 1, ...spec("blue") },
          green: { instanceType, instanceCount: 1, ...spec("green") },
          ...more,
        },
        content,
      );
    const writes = await stack.endpointWrites();
    const { steps } = await stack.up(adopt((name) => ({ import: at(name) }), { import: endpoint() }));
    const after = await stack.up(adopt(() => ({})));

    assert.deepEqual(steps.filter((step) => /import|update|replace|delete/.test(step)).sort(), [
      "import fraud-blue-deployment",
      "import fraud-endpoint",
      "import fraud-green-deployment",
    ]);
    assert.deepEqual(after.steps, []);
    assert.equal(await stack.endpointWrites(), writes, "nothing was written");

    const wrong = adopt((name) => ({ import: at(name), environmentVariables: { A: "1" } }), {
      endpointName: "fraud-dev",
      import: endpoint(),
    });
    const sibling = await stack.sibling("other");
    await assert.rejects(
      sibling.up(wrong),
      refused(/deployment blue: environmentVariables would change while it has 70/),
    );
    const { tags, properties } = (await stack.azure.get(endpoint())).body;
    assert.deepEqual([tags, properties.traffic], [{ owner: "ml" }, traffic]);
    assert.equal(properties.publicNetworkAccess, "Disabled", "what the program does not say stays as it is");
  });

  it("let one aspect change at a time, where the program asks for that", async () => {
    const traffic = { blue: 100 };
    await stack.up(program({ blue: {}, green: {}, traffic }));
    const both: Program = { blue: { instanceCount: 3 }, green: {}, traffic: { blue: 90, green: 10 } };

    const mixture =
      /ManagedOnlineEndpoint fraud: mixedChanges: "refuse" given, and this update changes scale \(blue\) and traffic \(weights\) at once/;
    await assert.rejects(stack.preview(program({ ...both, mixedChanges: "refuse" })), refused(mixture));
    const warned = await stack.preview(program({ ...both, mixedChanges: "warn" }));
    assert.match(warned.output, /mixedChanges: "warn" given, and this update changes scale \(blue\) and traffic/);
    const one = program({ ...both, traffic, mixedChanges: "refuse" });
    assert.deepEqual((await stack.up(one)).steps, ["update fraud-blue-deployment sku.capacity"]);
    const other = program({ ...both, mixedChanges: "refuse" });
    assert.deepEqual((await stack.up(other)).steps, ["update fraud-settings traffic"]);
  });
});
