import { strict as assert } from "node:assert";
import type { Cursor } from "../../rollout/cursor";
import { moves, RolloutPrograms, v } from "./rollout-stack";
import { Refused, ServingStack } from "./serving-stack";

/** Frozen: a resource that goes by another name would be replaced in every stack of every user. */
const golden = [
  "azureml:index:ManagedOnlineEndpoint$azureml:index:BlueGreenRollout$pulumi-nodejs:dynamic/azureml:EndpointSettings::release-settings",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:BlueGreenRollout::release",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment$azure-native:machinelearningservices:OnlineDeployment::fraud-green-deployment",
  "azureml:index:ManagedOnlineEndpoint$azureml:index:OnlineDeployment::fraud-green",
];

describe("a rollout on the engine", function () {
  this.timeout(600_000);
  let stack: ServingStack;
  let programs: RolloutPrograms;

  beforeEach(async () => {
    stack = await ServingStack.create();
    programs = new RolloutPrograms(stack);
  });
  afterEach(() => stack.remove());

  const refused = (pattern: RegExp) => (error: unknown) => {
    assert.ok(error instanceof Refused);
    assert.match(error.output, pattern);
    return true;
  };

  it("moves the weights of a stage, and those alone", async () => {
    const at = (stage: string) => programs.rollout({ stage });
    const { urns } = await stack.up(at("provision"));
    const names = urns
      .map((urn) => urn.split("::").slice(2).join("::"))
      .filter((urn) => /Rollout|fraud-green/.test(urn));
    assert.deepEqual([...new Set(names)].sort(), golden);
    assert.deepEqual(await programs.live(), { traffic: { blue: 100 }, deployments: ["blue", "green"] });
    assert.deepEqual((await stack.preview(at("provision"))).steps, []);

    assert.deepEqual((await stack.preview(at("canary-10"))).steps, ["update release-settings traffic"]);
    await stack.up(at("canary-10"));
    assert.deepEqual((await programs.live()).traffic, { blue: 90, green: 10 });
    assert.deepEqual((await stack.up(at("canary-10"))).steps, []);
    const twoThings = programs.rollout({ stage: "canary-50", live: { instanceCount: 2 } }, { mixedChanges: "refuse" });
    await assert.rejects(stack.preview(twoThings), refused(/this update changes .*traffic \(weights\).* at once/));

    const { steps } = await stack.up(at("retire"));
    assert.deepEqual(steps, [
      "update release-settings deployments traffic",
      "delete fraud-blue-deployment",
      "delete fraud-blue",
    ]);
    assert.deepEqual(await programs.live(), { traffic: { green: 100 }, deployments: ["green"] });

    const promoted = { live: { name: "green", ...v("2") }, candidate: false, stage: "provision" } as const;
    assert.deepEqual((await stack.preview(programs.rollout(promoted))).steps, []);
    const third = { ...promoted, candidate: { name: "blue", ...v("3") } };
    assert.deepEqual(
      (await stack.up(programs.rollout(third))).steps.filter((step) => !step.startsWith("read")),
      ["create fraud-blue", "create fraud-blue-deployment"],
    );
    assert.deepEqual((await programs.live()).traffic, { green: 100 });
  });

  it("holds weights: one up makes everything, and later ones do nothing wherever a rollout stands", async () => {
    const held = programs.rollout();
    const previewed = moves(await stack.preview(held));
    const made = moves(await stack.up(held));
    assert.deepEqual(previewed.sort(), made.sort(), "the first preview is complete");
    assert.deepEqual(await programs.live(), { traffic: { blue: 100 }, deployments: ["blue", "green"] });

    const places: [traffic: Record<string, number>, cursor: Partial<Cursor>][] = [
      [{ blue: 100 }, {}],
      [{ blue: 90, green: 10 }, { stage: 1 }],
      [
        { blue: 90, green: 10 },
        { stage: 1, isApproved: true },
      ],
      [
        { blue: 50, green: 50 },
        { stage: 2, status: "held", hold: "inconclusive" },
      ],
      [{ green: 100 }, { stage: 5 }],
    ];
    for (const [traffic, cursor] of places) {
      await programs.write(traffic, cursor);
      const before = await programs.writes();
      assert.deepEqual((await stack.preview(held)).steps, []);
      assert.deepEqual((await stack.up(held)).steps, []);
      assert.deepEqual(await programs.live(), { traffic, deployments: ["blue", "green"] });
      assert.equal(await programs.writes(), before);
    }
    const other = programs.rollout({ candidate: v("3") });
    await assert.rejects(
      stack.preview(other),
      refused(/BlueGreenRollout release: candidate: "[0-9a-f]{12}" given, a rollout/),
    );
    await assert.rejects(
      stack.up(programs.rollout({ candidate: false })),
      refused(/candidate: a rollout from blue to green/),
    );
    assert.deepEqual((await programs.live()).deployments, ["blue", "green"]);
  });

  it("lets the former deployment go once after success, and promoting in code changes nothing", async () => {
    const held = programs.rollout();
    await stack.up(held);
    await programs.write({ green: 100 }, { stage: 5, status: "succeeded" });
    const before = await programs.writes();

    assert.deepEqual(moves(await stack.up(held)), ["delete fraud-blue-deployment"]);
    assert.deepEqual((await stack.preview(held)).steps, []);
    assert.deepEqual((await stack.up(held)).steps, []);
    const promoted = programs.rollout({ live: { name: "green", ...v("2") }, candidate: false });
    assert.deepEqual((await stack.preview(promoted)).steps, []);
    assert.deepEqual((await stack.up(promoted)).steps, []);
    const third = { live: { name: "green", ...v("2") }, candidate: { name: "blue", ...v("3") } };
    assert.deepEqual(moves(await stack.up(programs.rollout(third))), ["create fraud-blue-deployment"]);
    assert.deepEqual(await programs.live(), { traffic: { green: 100 }, deployments: ["blue", "green"] });
    assert.equal(await programs.writes(), before);
  });

  it("takes a candidate away that failed, and makes it again only with other content", async () => {
    const held = programs.rollout();
    await stack.up(held);
    await programs.write({ blue: 100 }, { stage: 1, status: "rolledBack" });

    assert.deepEqual(moves(await stack.up(held)), ["delete fraud-green-deployment"]);
    assert.deepEqual((await stack.up(held)).steps, []);
    assert.deepEqual(moves(await stack.up(programs.rollout({ candidate: v("3") }))), ["create fraud-green-deployment"]);
    assert.deepEqual(await programs.live(), { traffic: { blue: 100 }, deployments: ["blue", "green"] });
  });

  it("comes to an endpoint with traffic and leaves it again, and deployments and weights stay", async () => {
    const blue = { candidate: false } as const;
    await stack.up(programs.plain({ blue: 100 }));
    const before = await programs.writes();
    for (const args of [blue, { ...blue, stage: "provision" }]) {
      assert.deepEqual(moves(await stack.preview(programs.rollout(args))), ["create release-settings"]);
      assert.deepEqual(moves(await stack.up(programs.rollout(args))), ["create release-settings"]);
      const back = await stack.up(programs.plain({ blue: 100 }));
      assert.deepEqual(moves(back), ["update fraud-settings deployments takesOver traffic", "delete release-settings"]);
    }
    assert.equal(await programs.writes(), before);
    assert.deepEqual(await programs.live(), { traffic: { blue: 100 }, deployments: ["blue"] });
  });

  it("fails before it declares anything where the cursor can't be understood or read", async () => {
    const held = programs.rollout();
    await stack.up(held);
    await programs.tag({ blue: 90, green: 10 }, "later");
    await assert.rejects(
      stack.up(held),
      refused(/tag rollout of endpoint fraud-dev: "later" given, .* take the tag off/),
    );

    assert.deepEqual(await programs.live(), { traffic: { blue: 90, green: 10 }, deployments: ["blue", "green"] });
    await programs.write({ blue: 100 }, { status: "rolledBack" });
    stack.azure.faults.add({ kind: "answer", method: "GET", path: "*/onlineEndpoints/fraud-dev", status: 403 });
    const unreadable = /BlueGreenRollout release: endpoint: "fraud-dev" given, it can't be read, .*Status=403/;
    await assert.rejects(stack.up(held), refused(unreadable));
    stack.azure.faults.clear();
    assert.deepEqual((await programs.live()).deployments, ["blue", "green"]);
    assert.deepEqual(moves(await stack.up(held)), ["delete fraud-green-deployment"]);
  });
});
