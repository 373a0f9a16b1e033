import { strict as assert } from "node:assert";
import { EndpointMonitoring, type EndpointMonitoringArgs, ManagedOnlineEndpoint } from "pulumi-azureml";
import { assets, ServingStack } from "./serving-stack";

describe("monitoring on the engine", function () {
  this.timeout(300_000);
  let stack: ServingStack;

  beforeEach(async () => {
    stack = await ServingStack.create();
  });
  afterEach(() => stack.remove());

  const program = (watch: Partial<EndpointMonitoringArgs>) => () => {
    const { workspace } = stack;
    const blue = { ...assets(workspace), instanceType: "Standard_DS3_v2", instanceCount: 1 };
    const endpoint = new ManagedOnlineEndpoint("fraud", {
      ...{ workspace, authMode: "Key", deployments: { blue } },
      traffic: { blue: 100 },
    });
    new EndpointMonitoring("watch", {
      ...{ endpoint, errorShare: { above: 2 }, latency: { aboveMilliseconds: 400 } },
      ...watch,
    });
  };

  it("is made with its endpoint, is no difference afterwards, and its alerts change and go by themselves", async () => {
    const { steps } = await stack.up(program({}));
    assert.deepEqual(steps.filter((step) => step.includes("watch")).sort(), [
      "create watch",
      "create watch-diagnostics",
      "create watch-error-share",
      "create watch-latency",
      "create watch-logs",
      "create watch-workbook",
    ]);
    const setting = `${stack.workspace}/onlineEndpoints/fraud-dev/providers/Microsoft.Insights/diagnosticSettings`;
    assert.equal((await stack.azure.get(setting)).body.value.length, 1);

    assert.deepEqual((await stack.up(program({}))).steps, []);
    const refreshed = await stack.up(program({}), { refresh: true });
    assert.deepEqual(
      refreshed.steps.filter((step) => /^(create|update|delete|replace)/.test(step)),
      [],
    );

    const stricter = await stack.up(program({ errorShare: { above: 1 }, tags: { team: "risk" } }));
    assert.deepEqual(stricter.steps.sort(), [
      "update watch-error-share criteria.allOf[0].threshold description tags",
      "update watch-latency tags",
      "update watch-logs tags",
      "update watch-workbook tags",
    ]);
    const silent = await stack.up(program({ errorShare: undefined, latency: undefined, tags: { team: "risk" } }));
    assert.deepEqual(silent.steps.sort(), ["delete watch-error-share", "delete watch-latency"]);
  });
});
