import { strict as assert } from "node:assert";
import type { BatchDefaultOutputs } from "../../../arm/batch-default";
import { ArmError } from "../../../azure/arm-error";
import { createDefault, diffDefault, readDefault, updateDefault } from "../../../provider/batch-default";
import { BatchWeights } from "../../../provider/batch-weights";
import { PartialFailure } from "../../../provider/results";
import { FakeBatch, liveBatch, wanted } from "./fake-batch";
import { FakeClock } from "./fake-endpoint";

const scoringUri = "https://nightly/jobs";
const systemData = { lastModifiedBy: "ada" };
const conflict = () =>
  new ArmError("PUT batchEndpoints/nightly", {
    status: 409,
    code: "Conflict",
    message: "busy",
    retryAfterMs: undefined,
  });

describe("the default of a batch endpoint", () => {
  let service: FakeBatch;
  let clock: FakeClock;
  beforeEach(() => {
    service = new FakeBatch();
    clock = new FakeClock();
  });
  const open = () => new BatchWeights(service);
  const move = (to: string, from = "blue") =>
    updateDefault(
      { ...wanted, scoringUri, defaultDeployment: from },
      { ...wanted, defaultDeployment: to },
      open,
      clock,
    );

  it("moves by one write that repeats everything else that is live", async () => {
    const { outs } = await move("Green");
    assert.deepEqual(outs, { ...wanted, defaultDeployment: "Green", scoringUri });
    assert.deepEqual(service.puts, [
      {
        location: "westeurope",
        tags: { owner: "team", policy: "on" },
        properties: {
          authMode: "AADToken",
          defaults: { deploymentName: "green" },
          description: "scores by night",
          properties: { BatchEndpointCreationApiVersion: "2023-10-01" },
        },
      },
    ]);
  });

  it("is taken over, known by the endpoint's ARM id, without a write where it is so already", async () => {
    const { id, outs } = await createDefault({ ...wanted, defaultDeployment: "BLUE" }, open, clock);
    assert.equal(id, `${wanted.workspaceId}/batchEndpoints/nightly`);
    assert.deepEqual(outs, { ...wanted, defaultDeployment: "BLUE", scoringUri });
    assert.deepEqual([service.puts, service.patches], [[], []]);
  });

  it("is set where there is none, and left alone where the program says nothing of it", async () => {
    service.live = liveBatch({ defaults: null });
    await createDefault(wanted, open, clock);
    assert.deepEqual(service.puts, []);
    await createDefault({ ...wanted, defaultDeployment: "blue" }, open, clock);
    assert.deepEqual(service.live?.properties.defaults, { deploymentName: "blue" });
  });

  it("stays as somebody set it where only tags change, and these go by PATCH", async () => {
    service.live = liveBatch({ defaults: { deploymentName: "green" } });
    const before = { ...wanted, scoringUri, defaultDeployment: "blue", tags: { owner: "team" } };
    await updateDefault(before, { ...wanted, defaultDeployment: "blue", tags: { owner: "risk" } }, open, clock);
    assert.deepEqual(service.puts, []);
    assert.deepEqual(service.live?.tags, { owner: "risk", policy: "on" });
    assert.deepEqual(service.live?.properties.defaults, { deploymentName: "green" });
  });

  it("is built anew from what is live where another write came between", async () => {
    const accept = service.put;
    service.put = async () => {
      service.put = accept;
      service.live = { ...liveBatch({ description: "another one" }), tags: { other: "writer" } };
      throw conflict();
    };
    await move("green");
    assert.deepEqual(service.puts[0]?.properties.description, "another one");
    assert.deepEqual(service.puts[0]?.tags, { other: "writer" });
    assert.equal(service.puts.length, 1);
  });

  it("is written where the program takes it up again, though the state says it is so already", async () => {
    service.live = liveBatch({ defaults: { deploymentName: "green" } });
    const olds = { ...wanted, scoringUri };
    await updateDefault(olds, { ...wanted, defaultDeployment: "blue", takesOver: ["defaultDeployment"] }, open, clock);
    assert.deepEqual(service.live.properties.defaults, { deploymentName: "blue" });
  });

  it("waits while the endpoint is updating", async () => {
    const states = [liveBatch({ provisioningState: "Updating" })];
    const read = service.get;
    service.get = async (name) => states.shift() ?? read(name);
    await move("green");
    assert.deepEqual(clock.waits.slice(0, 1), [250]);
    assert.equal(service.puts.length, 1);
  });

  it("does not move away from what somebody else chose, and says so in the program's words", async () => {
    service.live = { ...liveBatch({ defaults: { deploymentName: "red" } }), systemData };
    await assert.rejects(
      move("green"),
      /^Error: endpoint nightly: defaultDeployment: "green" given, the state says "blue" and live is "red": somebody else changed it since; the endpoint was last changed by ada/,
    );
    assert.deepEqual(service.puts, []);
  });

  for (const [state, told] of [
    ["Failed", "Failed"],
    [undefined, "not there"],
  ] as const) {
    it(`goes to no deployment that is ${told}`, async () => {
      service.deployments = { blue: "Succeeded", ...(state ? { green: state } : {}) };
      const refusal = `Error: defaultDeployment: "green" given, deployment green is ${told}, the default is one that is Succeeded`;
      await assert.rejects(move("green"), (error) => String(error) === refusal);
      assert.deepEqual(service.puts, []);
    });
  }

  it("waits for a deployment that is on its way", async () => {
    service.deployments["green"] = "Creating";
    const read = service.getDeployment;
    service.getDeployment = async (...names) => {
      const found = await read(...names);
      service.deployments["green"] = "Succeeded";
      return found;
    };
    await move("green");
    assert.deepEqual(service.live?.properties.defaults, { deploymentName: "green" });
  });

  it("fails where the service settled on something else, and names both", async () => {
    service.put = async () => {
      service.live = { ...liveBatch({ defaults: null }), systemData };
    };
    await assert.rejects(
      move("green"),
      /^Error: endpoint nightly: defaultDeployment: "green" wanted, the service settled on "\(none\)"; .* by ada$/,
    );
  });

  it("leaves nothing of what was to change in the state where an update failed with a write under way", async () => {
    service.put = async (_endpoint, _body, _seconds, onAccepted) => {
      onAccepted?.();
      const error = { status: 0, code: "OperationTimeout", message: "not over after 3 s" };
      throw new ArmError("PUT batchEndpoints/nightly", error);
    };
    const failure: unknown = await move("green").catch((thrown: unknown) => thrown);
    assert.ok(failure instanceof PartialFailure);
    assert.deepEqual(failure.properties, { ...wanted, scoringUri, tags: {} });
  });

  describe("when it is read", () => {
    const recorded: BatchDefaultOutputs = {
      ...wanted,
      scoringUri,
      deployments: ["blue", "green"],
      defaultDeployment: "Blue",
      tags: { owner: "team" },
    };
    const { scoringUri: _uri, ...inputs } = recorded;

    it("is what was recorded, as it was written, where nothing drifted", async () => {
      assert.deepEqual(await readDefault("id", recorded, open), { id: "id", props: recorded, inputs });
    });

    it("shows drift of the default and of own tags", async () => {
      service.live = { ...liveBatch({ defaults: { deploymentName: "green" } }), tags: { owner: "x", new: "y" } };
      assert.deepEqual((await readDefault("id", recorded, open)).inputs, {
        ...inputs,
        defaultDeployment: "green",
        tags: { owner: "x" },
      });
    });

    it("shows a default that is gone", async () => {
      service.live = liveBatch({ defaults: {} });
      const { inputs: read } = await readDefault("id", recorded, open);
      assert.equal("defaultDeployment" in (read ?? {}), false);
    });

    it("is an object without id where the endpoint is gone", async () => {
      service.live = undefined;
      assert.deepEqual(await readDefault("id", recorded, open), {});
    });
  });

  describe("when it is compared", () => {
    const olds = { ...wanted, scoringUri, defaultDeployment: "blue", deployments: ["blue"] };
    const cases: [string, Parameters<typeof diffDefault>[1], ReturnType<typeof diffDefault>][] = [
      ["the same in other letters", { ...wanted, defaultDeployment: "BLUE" }, { changes: false, replaces: [] }],
      [
        "other names declared",
        { ...wanted, defaultDeployment: "blue", deployments: [] },
        { changes: false, replaces: [] },
      ],
      ["a default given up", wanted, { changes: false, replaces: [] }],
      ["another default", { ...wanted, defaultDeployment: "green" }, { changes: true, replaces: [] }],
      ["tags", { ...wanted, tags: { a: "b" } }, { changes: true, replaces: [] }],
      ["another endpoint", { ...wanted, endpointName: "daily" }, { changes: true, replaces: ["endpointName"] }],
    ];
    for (const [what, news, expected] of cases) {
      it(`${expected.changes ? "differs" : "is the same"} with ${what}`, () => {
        assert.deepEqual(diffDefault(olds, news), expected);
      });
    }
  });
});
