import { strict as assert } from "node:assert";
import {
  EndpointRef,
  type EndpointRefArgs,
  ManagedOnlineEndpoint,
  type ManagedOnlineEndpointArgs,
} from "pulumi-azureml";
import { assets, Refused, ServingStack } from "./serving-stack";

describe("an endpoint and deployments in two stacks", function () {
  this.timeout(180_000);
  let platform: ServingStack;
  let models: ServingStack;

  beforeEach(async () => {
    platform = await ServingStack.create();
    models = await platform.sibling("models");
  });
  afterEach(async () => {
    await models.up(() => undefined).finally(() => platform.remove());
  });

  const size = { instanceType: "Standard_DS3_v2", instanceCount: 1 };
  const owner =
    (args: Partial<ManagedOnlineEndpointArgs> = {}) =>
    () => {
      const { workspace } = platform;
      const deployments = { blue: { ...assets(workspace), ...size } };
      new ManagedOnlineEndpoint("fraud", { workspace, authMode: "Key", deployments, ...args });
    };
  const user =
    ({ green = true, ...args }: Partial<EndpointRefArgs> & { green?: boolean } = {}) =>
    () => {
      const { workspace } = platform;
      const deployments: EndpointRefArgs["deployments"] = green ? { green: { ...assets(workspace), ...size } } : {};
      models.exported["scoringUri"] = new EndpointRef("fraud", {
        workspace,
        endpointName: "fraud-dev",
        deployments,
        ...args,
      }).scoringUri;
    };
  const at = (path = "") => `${platform.workspace}/onlineEndpoints/fraud-dev${path}`;
  const weights = async () => (await platform.azure.get(at())).body.properties.traffic;
  const refused = (pattern: RegExp) => (error: unknown) => error instanceof Refused && pattern.test(error.output);

  it("share weights: one says them, the other leaves them alone", async () => {
    const missing =
      /endpointName: "fraud-dev" given, the workspace has no endpoint of this name; an EndpointRef refers/;
    await assert.rejects(models.preview(user()), refused(missing));

    await platform.up(owner({ traffic: { blue: 100 } }));
    const first = await models.up(user({ traffic: { blue: 90, green: 10 } }));
    assert.deepEqual(await weights(), { blue: 90, green: 10 });
    assert.ok(
      !first.urns.some((urn) => urn.includes("OnlineEndpoint::")),
      "the endpoint is not a resource of this stack",
    );
    assert.deepEqual((await models.up(user({ traffic: { blue: 90, green: 10 } }))).steps, []);

    await platform.up(owner({ tags: { team: "risk" } }));
    assert.deepEqual(await weights(), { blue: 90, green: 10 });

    const unknown = user({ traffic: { blue: 90, red: 10 } });
    await assert.rejects(models.preview(unknown), refused(/traffic\.red: 10 given, deployment red is not there/));
    const kept = /traffic\.green: green has 10 percent of the live traffic and the program no longer declares it/;
    await assert.rejects(models.preview(user({ green: false })), refused(kept));
    const { steps } = await models.up(user({ green: false, traffic: { blue: 100 } }));
    assert.deepEqual(
      steps.filter((step) => step.includes(" fraud-")),
      ["update fraud-settings deployments traffic", "delete fraud-green-deployment", "delete fraud-green"],
    );
    assert.deepEqual(await weights(), { blue: 100 });
  });

  it("leave the endpoint where it is when the one that refers to it goes", async () => {
    await platform.up(owner({ traffic: { blue: 100 } }));
    await models.up(user());
    await models.up(() => undefined);

    assert.equal((await platform.azure.get(at("/deployments/green"))).status, 404);
    assert.deepEqual(await weights(), { blue: 100 });
    assert.deepEqual(
      (await platform.up(owner({ traffic: { blue: 100 } }), { refresh: true })).changes["update"],
      undefined,
    );
  });
});
