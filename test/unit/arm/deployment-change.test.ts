import { strict as assert } from "node:assert";
import { deploymentAspects } from "../../../arm/change-aspects";
import { changeFaults, type DeploymentChange, type DeploymentStanding, isRemade } from "../../../arm/deployment-change";

const idle: DeploymentStanding = { state: "Succeeded", capacity: 2, weight: 0, mirrored: 0 };
const live: DeploymentStanding = { ...idle, weight: 90 };
const same: DeploymentChange = { content: [], capacity: { recorded: 2, wanted: 2 } };

describe("a change of a deployment", () => {
  const fixed =
    "deployment blue: instanceType cannot change on an existing deployment; declare a new deployment beside it and move the weight";
  const moved =
    "deployment blue: it has 2 instances and the state says 5; autoscale or a person moved it, and this update would set it " +
    "back: run `pulumi up --refresh`, and either say instanceCount 2, or `autoscale`, or autoscaled: true, where autoscale moves it";
  const movedSince =
    "deployment blue: it has 2 instances and this update would set 5; autoscale moved it just now, or since an update that " +
    "failed: run `pulumi up --refresh`, which reads the number again";
  const running = (share: string, members = "model") =>
    `deployment blue: ${members} would change while it has ${share}; what runs does not change under traffic: declare a ` +
    "new deployment beside it and move the weight";
  const table: [name: string, change: Partial<DeploymentChange>, standing: DeploymentStanding | undefined, string[]][] =
    [
      ["of tags only passes under traffic", {}, live, []],
      ["of content passes without traffic", { content: ["model"] }, idle, []],
      ["of content is refused under weight", { content: ["model"] }, live, [running("90 percent of the live traffic")]],
      [
        "of content is refused under a mirror",
        { content: ["code", "model"] },
        { ...idle, mirrored: 20 },
        [running("a mirror of 20 percent of the live traffic", "code, model")],
      ],
      ["of what never changes is refused without traffic", { content: ["instanceType"] }, idle, [fixed]],
      [
        "of both is refused for both reasons",
        { content: ["instanceType", "model"] },
        live,
        [fixed, running("90 percent of the live traffic")],
      ],
      ["of the size passes under traffic", { capacity: { recorded: 2, wanted: 3 } }, live, []],
      [
        "of the size passes where the program changes it, whatever is live",
        { capacity: { recorded: 5, wanted: 3 } },
        live,
        [],
      ],
      ["that sets back a size is refused", { capacity: { recorded: 5, wanted: 5 } }, live, [moved]],
      ["that sets back a size is refused without traffic too", { capacity: { recorded: 5, wanted: 5 } }, idle, [moved]],
      [
        "of an autoscaled deployment is refused with any size but the live one",
        { capacity: { recorded: 3, wanted: 5 }, autoscaled: true },
        idle,
        [movedSince],
      ],
      [
        "of an autoscaled deployment passes with the live size",
        { capacity: { recorded: 5, wanted: 2 }, autoscaled: true },
        live,
        [],
      ],
      ["of a size that is not known passes", { capacity: {} }, live, []],
      [
        "passes where the service does not tell the size",
        { capacity: { recorded: 5, wanted: 5 } },
        { ...live, capacity: undefined },
        [],
      ],
      ["passes where there is no deployment", { content: ["model"] }, undefined, []],
      [
        "of anything passes where it failed and has no traffic",
        { content: ["instanceType"] },
        { ...idle, state: "Failed" },
        [],
      ],
      [
        "is refused where it failed and has traffic",
        { content: ["model"] },
        { ...live, state: "Failed" },
        [running("90 percent of the live traffic")],
      ],
      [
        "of tags is refused where it would set back under weight what somebody changed",
        { recordedContent: { model: "/m/1", environmentVariables: { A: "1" }, codeConfiguration: null } },
        { ...live, content: { model: "/M/1", environmentVariables: { A: "2" }, codeConfiguration: {} } },
        [
          "deployment blue: somebody changed environmentVariables since the state was recorded, and this update would set it " +
            "back while it has 90 percent of the live traffic: run `pulumi refresh` and say in the program what is live",
        ],
      ],
      [
        "of tags passes without traffic whatever somebody changed",
        { recordedContent: { model: "/m/1" } },
        { ...idle, content: { model: "/m/2" } },
        [],
      ],
    ];
  for (const [name, change, standing, faults] of table) {
    it(name, () => assert.deepEqual(changeFaults("blue", { ...same, ...change }, standing), faults));
  }

  it("makes a deployment again only where it failed and no request reaches it", () => {
    const failed = { ...idle, state: "Failed" };
    assert.deepEqual([failed, { ...failed, weight: 1 }, { ...failed, mirrored: 1 }, idle, undefined].map(isRemade), [
      true,
      false,
      false,
      false,
      false,
    ]);
  });

  it("has aspects by its members", () => {
    assert.deepEqual(deploymentAspects([], false), []);
    assert.deepEqual(deploymentAspects(["environmentId", "environmentVariables"], false), ["environment"]);
    assert.deepEqual(deploymentAspects(["codeConfiguration", "model", "readinessProbe"], true), [
      "code",
      "model",
      "settings",
      "scale",
    ]);
  });
});
