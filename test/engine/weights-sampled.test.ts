import { strict as assert } from "node:assert";
import { ManagedOnlineEndpoint, type ManagedOnlineEndpointArgs } from "pulumi-azureml";
import { assets, ServingStack } from "./serving-stack";

describe("live weights", function () {
  this.timeout(240_000);
  let stack: ServingStack;
  before(async () => {
    stack = await ServingStack.create();
  });
  after(() => stack.remove());

  function program(args: Omit<ManagedOnlineEndpointArgs, "workspace" | "authMode" | "deployments"> & Program) {
    const { blue, green, authMode = "Key", ...rest } = args;
    return () => {
      const { workspace } = stack;
      const size = { ...assets(workspace), instanceType: "Standard_DS3_v2" };
      const deployments = {
        blue: { ...size, instanceCount: blue },
        ...(green === undefined ? {} : { green: { ...size, instanceCount: green } }),
      };
      new ManagedOnlineEndpoint("fraud", { workspace, authMode, deployments, ...rest });
    };
  }
  interface Program {
    blue: number;
    green?: number;
    authMode?: ManagedOnlineEndpointArgs["authMode"];
  }

  it("are never others than asked through tags, auth mode, scale, a new deployment, shifts and refreshes", async () => {
    const endpoint = `${stack.workspace}/onlineEndpoints/fraud-dev`;
    const tags = { team: "risk" };
    await stack.up(program({ blue: 1, traffic: { blue: 100 } }));

    const seen = new Set<string>();
    let sampling = true;
    let samples = 0;
    const sampler = (async () => {
      while (sampling) {
        seen.add(JSON.stringify((await stack.azure.get(endpoint)).body.properties.traffic));
        samples += 1;
      }
    })();
    /** Runs one operation; the weights seen during it. */
    const during = async (operation: Promise<unknown>): Promise<string[]> => {
      seen.clear();
      await operation;
      return [...seen].sort();
    };
    const onlyBlue = ['{"blue":100}'];
    const shared = ['{"blue":90,"green":10}'];

    const traffic = { blue: 100 };
    assert.deepEqual(await during(stack.up(program({ blue: 1, tags, traffic }))), onlyBlue, "tag change");
    const token = { authMode: "AMLToken", tags } as const;
    assert.deepEqual(await during(stack.up(program({ blue: 1, ...token, traffic }))), onlyBlue, "auth mode");
    assert.deepEqual(await during(stack.up(program({ blue: 3, ...token, traffic }))), onlyBlue, "scale-out");
    assert.deepEqual(
      await during(stack.up(program({ blue: 3, green: 1, ...token, traffic }))),
      onlyBlue,
      "new deployment",
    );
    assert.deepEqual(await during(stack.refresh()), onlyBlue, "refresh");
    const ten = program({ blue: 3, green: 1, ...token, traffic: { blue: 90, green: 10 } });
    assert.deepEqual(await during(stack.up(ten)), [...onlyBlue, ...shared].sort(), "first shift");
    assert.deepEqual(await during(stack.refresh()), shared, "refresh after a shift");
    const all = program({ blue: 3, green: 1, ...token, traffic: { green: 100 } });
    assert.deepEqual(await during(stack.up(all)), [...shared, '{"green":100}'].sort(), "cut-over");
    sampling = false;
    await sampler;

    assert.ok(samples > 100, `${samples} samples`);
  });

  it("are in every write exactly what was asked, as the request log tells", async () => {
    const endpoints = /\/onlineEndpoints\/[^/]+$/i;
    const lines = (await stack.requestLog()).trim().split("\n");
    const requests = lines.map((line) => JSON.parse(line) as LoggedRequest);
    const writes = requests.filter(({ method, path }) => method === "PUT" && endpoints.test(path));

    assert.deepEqual(
      writes.map(({ body }) => JSON.stringify(body?.properties?.traffic)),
      [undefined, '{"blue":100}', '{"blue":100}', '{"blue":90,"green":10}', '{"green":100}'],
    );
  });
});

/** A line of the request log. */
interface LoggedRequest {
  method: string;
  path: string;
  body?: { properties?: Record<string, unknown> };
}
