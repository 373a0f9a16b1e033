import assert from "node:assert/strict";
import type { StateResource } from "../../../runner/engine/stack-state";
import type { Answer } from "../../../runner/recover/look-ups";
import { unrecordedSteps, type Unrecorded } from "../../../runner/recover/unrecorded-steps";
import { fakePulumi } from "./fake-pulumi";

const type = "azure-native:machinelearningservices:OnlineDeployment";
const stack: StateResource = { urn: "stack", type: "pulumi:pulumi:Stack" };
const times = { startTime: "2026-11-25T10:00:00Z", endTime: "2026-11-25T10:01:00Z" };
const history = JSON.stringify([{ result: "failed", ...times, resourceChanges: { same: 1 } }]);

/** An engine whose program would make deployments of these names. */
const planning = (names: readonly string[], printed = history, dependencies: Record<string, string[]> = {}) => {
  const goal = { type, custom: true, parent: "stack" };
  const plans = names.map((name) => [name, { goal: { ...goal, dependencies: dependencies[name] }, steps: ["create"] }]);
  const plan = JSON.stringify({ resourcePlans: Object.fromEntries(plans) });
  return fakePulumi(`case "$1" in preview) echo '${plan}' > "$3";; stack) echo '${printed}';; esac`);
};

/** The service as these deployments find it. */
const service = (answers: Readonly<Record<string, Answer | Error>>): Unrecorded["look"] => {
  const answer = async ({ urn }: StateResource) => {
    const given = answers[urn];
    if (given instanceof Error) throw given;
    return given;
  };
  return { now: answer, settled: answer, signedInAs: async () => undefined };
};

const found = (name: string, createdAt = "2026-11-25T10:00:30Z", state = "Succeeded") => ({
  id: `/deployments/${name}`,
  state,
  answer: { systemData: { createdAt, createdBy: "ada@contoso.com" } },
});
const remedies = async (given: Omit<Unrecorded, "inState" | "adopt"> & Partial<Unrecorded>) => {
  const steps = await unrecordedSteps({ inState: [stack], adopt: false, ...given });
  return steps.map(({ operation, remedy, reason }) => [operation.resource.urn, remedy, reason]);
};

describe("what the program would make and the service has", () => {
  it("is found for the rest where one can't be asked for, and that one is named with the reason", async () => {
    const refused = new Error("GET deployments/blue: 403 AuthorizationFailed: no role");
    const look = service({ blue: refused, green: found("green") });
    assert.deepEqual(await remedies({ pulumi: planning(["blue", "green", "red"]), look }), [
      ["blue", "ask again", `what the service has is not known: ${refused.message}; once it is, run this again`],
      [
        "green",
        "import",
        "the service has it since 2026-11-25T10:00:30Z (made by ada@contoso.com), the state does not know it",
      ],
    ]);
  });

  it("is not waited for where it is not this stack's", async () => {
    const look = service({ blue: found("blue", "2026-11-24T00:00:00Z", "Creating") });
    const settled = async () => assert.fail("it waits");
    const [[, remedy] = []] = await remedies({ pulumi: planning(["blue"]), look: { ...look, settled } });
    assert.equal(remedy, "leave");
  });

  it("is left alone where the history can't be read, unless the user says whose it is", async () => {
    const given = { pulumi: planning(["blue"], "no history"), look: service({ blue: found("blue") }) };
    const [[, remedy, reason] = []] = await remedies(given);
    assert.equal(remedy, "leave");
    assert.match(reason ?? "", /which updates of this stack failed is not known \(pulumi stack history: .*--adopt$/);
    const [[, adopted] = []] = await remedies({ ...given, adopt: true });
    assert.equal(adopted, "import");
  });

  it("comes after what it rests on, which is taken over too", async () => {
    const look = service({ blue: found("blue"), green: found("green") });
    const pulumi = planning(["blue", "green"], history, { blue: ["green"] });
    const steps = await remedies({ pulumi, look, adopt: true });
    assert.deepEqual(
      steps.map(([urn, remedy]) => [urn, remedy]),
      [
        ["green", "import"],
        ["blue", "import"],
      ],
    );
  });

  it("goes into the state once, however often the program declares it", async () => {
    const look = service({ blue: found("same"), again: found("SAME") });
    const [first, second] = await remedies({ pulumi: planning(["blue", "again"]), look, adopt: true });
    assert.equal(first?.[1], "import");
    assert.deepEqual(second?.slice(1, 2), ["leave"]);
    assert.match(second?.[2] ?? "", /^the state has it as blue: /);
  });
});
