import assert from "node:assert/strict";
import { absolute, type Gate, type Plan, planFaults, type Stage } from "../../../rollout";
import { orderFaults } from "../../../rollout/plan-order";
import { gateFaults, instanceFaults, stageFaults, weightFaults } from "../../../rollout/plan-values";

const timed = { minSeconds: 60, maxSeconds: 600 };

/** A stage from a word: its kind, then its weight or its instances. */
function stage(word: string, index: number): Stage {
  const [kind, number] = word.split(" ");
  const name = `s${index}`;
  const value = number === "asGiven" ? number : Number(number);
  switch (kind) {
    case "provision":
      return { kind, name, maxSeconds: 60, ...(typeof value === "number" && number && { instances: value }) };
    case "smoke":
      return { kind, name, requests: [{ name: "one", body: {}, expect: {} }] };
    case "mirror":
      return { kind, name, percent: number ? Number(value) : 20, ...timed };
    case "scale":
      return { kind, name, instances: value, maxSeconds: 60 };
    case "shift":
      return { kind, name, weight: Number(value), ...timed };
    case "bake":
      return { kind, name, ...timed };
    default:
      return { kind: "retire", name, delaySeconds: 0, then: "delete" };
  }
}

const stages = (text: string): Stage[] => (text === "" ? [] : text.split(", ").map(stage));
const fields = (faults: readonly { field: string }[]): string => faults.map(({ field }) => field).join(", ");

describe("the order of a plan's stages", () => {
  const table: [plan: string, faults: string][] = [
    ["provision, shift 100", ""],
    ["provision, smoke, mirror, scale 2, shift 10, scale 3, shift 100, bake, retire", ""],
    ["provision, smoke, smoke, mirror, mirror, shift 100", ""],
    ["provision, shift 50, bake, shift 100, bake, retire", ""],
    ["provision, scale 2, mirror, shift 100", ""],
    ["", "stages, stages"],
    ["shift 100", "stages"],
    ["provision", "stages"],
    ["provision, provision, shift 100", "stages[1].kind"],
    ["shift 100, provision", "stages, stages[1].kind"],
    ["provision, mirror, smoke, shift 100", "stages[2].kind"],
    ["provision, scale 2, smoke, shift 100", "stages[2].kind"],
    ["provision, shift 50, smoke, shift 100", "stages[2].kind"],
    ["provision, shift 50, mirror, shift 100", "stages[2].kind"],
    ["provision, shift 100, scale 3", "stages[2].kind"],
    ["provision, shift 100, bake, scale 3", "stages[3].kind"],
    ["provision, bake, shift 100", "stages[1].kind"],
    ["provision, retire, shift 100", "stages[1].kind"],
    ["provision, shift 100, retire, bake", "stages[2].kind"],
    ["provision, shift 100, retire, retire", "stages[2].kind"],
  ];
  for (const [plan, faults] of table) {
    it(`${plan || "nothing"}: ${faults || "fine"}`, () => assert.equal(fields(orderFaults(stages(plan))), faults));
  }
});

describe("the values of a plan's stages", () => {
  const weights: [plan: string, faults: string][] = [
    ["shift 1, shift 100", ""],
    ["shift 0, shift 100", "stages[0].weight"],
    ["shift 101", "stages[0].weight"],
    ["shift 50.5, shift 100", "stages[0].weight"],
    ["shift 10, shift 10, shift 100", "stages[1].weight"],
    ["shift 50, bake, shift 10, shift 100", "stages[2].weight"],
    ["shift 10, shift 99", "stages[1].weight"],
  ];
  for (const [plan, faults] of weights) {
    it(`weights ${plan}: ${faults || "fine"}`, () => assert.equal(fields(weightFaults(stages(plan))), faults));
  }

  const instances: [plan: string, faults: string][] = [
    ["provision, shift 100", ""],
    ["provision 1, scale asGiven, shift 100", ""],
    ["provision 1, scale 2, shift 50, scale asGiven, shift 100", ""],
    ["provision, scale asGiven, shift 100", ""],
    ["provision 1, shift 100", "stages[0].instances"],
    ["provision, scale 2, shift 100", "stages[1].instances"],
    ["provision 1, scale asGiven, shift 50, scale 2, shift 100", "stages[3].instances"],
    ["provision 0, scale asGiven, shift 100", "stages[0].instances"],
    ["provision 1, scale 1.5, scale asGiven, shift 100", "stages[1].instances"],
    ["provision 1, scale -1, shift 100", "stages[1].instances, stages[1].instances"],
  ];
  for (const [plan, faults] of instances) {
    it(`instances ${plan}: ${faults || "fine"}`, () => assert.equal(fields(instanceFaults(stages(plan))), faults));
  }

  it("instances come as JSON too, and as given is for scale stages", () => {
    const odd: Stage[] = JSON.parse('[{"kind":"provision","instances":"asGiven"},{"kind":"scale","instances":"2"}]');
    assert.equal(fields(instanceFaults(odd)), "stages[0].instances, stages[1].instances, stages[1].instances");
  });

  const single: [what: string, Stage, faults: string][] = [
    ["a mirror of 50", stage("mirror 50", 0), ""],
    ["a mirror of 51", stage("mirror 51", 0), "stages[0].percent"],
    ["a mirror of 0", { kind: "mirror", name: "m", percent: 0, ...timed }, "stages[0].percent"],
    ["a delay of nothing", stage("retire", 0), ""],
    ["a delay of -1", { kind: "retire", name: "r", delaySeconds: -1, then: "delete" }, "stages[0].delaySeconds"],
    ["a broken time", { kind: "provision", name: "p", maxSeconds: 0.5 }, "stages[0].maxSeconds"],
    ["a time of scale", { kind: "scale", name: "s", instances: 1, maxSeconds: NaN }, "stages[0].maxSeconds"],
    ["as long as it must", { kind: "bake", name: "b", minSeconds: 60, maxSeconds: 60 }, ""],
    ["shorter than it must", { kind: "bake", name: "b", minSeconds: 61, maxSeconds: 60 }, "stages[0].maxSeconds"],
    ["no golden request", { kind: "smoke", name: "s", requests: [] }, "stages[0].requests"],
    [
      "an approval without end",
      { kind: "shift", name: "f", weight: 100, ...timed, approval: { expiresSeconds: Infinity, onExpiry: "hold" } },
      "stages[0].approval.expiresSeconds",
    ],
  ];
  for (const [what, one, faults] of single) {
    it(`${what}: ${faults || "fine"}`, () => assert.equal(fields(stageFaults(one, 0)), faults));
  }

  const gates: [Partial<Gate>, faults: string][] = [
    [{}, ""],
    [{ maxErrorShare: 0, minRequests: 1, windowMinutes: 1 }, ""],
    [{ maxErrorShare: -0.1 }, "gates[2].maxErrorShare"],
    [{ maxErrorShare: 1 }, "gates[2].maxErrorShare"],
    [{ maxErrorShare: NaN }, "gates[2].maxErrorShare"],
    [{ minRequests: 0 }, "gates[2].minRequests"],
    [{ minRequests: 1.5, windowMinutes: 0 }, "gates[2].minRequests, gates[2].windowMinutes"],
  ];
  for (const [changes, faults] of gates) {
    it(`a gate with ${JSON.stringify(changes)}: ${faults || "fine"}`, () => {
      assert.equal(fields(gateFaults({ ...absolute(), ...changes }, 2)), faults);
    });
  }
});

describe("times of a plan with gates", () => {
  const made = (maxSeconds: number, mode: "enforce" | "observe", kind: "shift" | "mirror" | "bake"): Plan => ({
    stages: stages(`provision, ${kind === "mirror" ? "mirror" : "shift 50"}, shift 100, bake`).map((each) =>
      each.kind === kind ? { ...each, minSeconds: 0, maxSeconds } : each,
    ),
    gates: [absolute({ mode })],
    onInconclusive: "hold",
  });
  const table: [plan: Plan, what: string, faults: string][] = [
    [made(119, "enforce", "shift"), "119 s of shifts", "stages[1].maxSeconds, stages[2].maxSeconds"],
    [made(120, "enforce", "shift"), "120 s of shifts", ""],
    [made(119, "enforce", "mirror"), "119 s of a mirror", "stages[1].maxSeconds"],
    [made(0, "enforce", "bake"), "no bake", ""],
    [made(0, "observe", "shift"), "gates that only observe", ""],
    [{ ...made(0, "enforce", "shift"), gates: [] }, "no gates", ""],
  ];
  for (const [plan, what, faults] of table) {
    it(`${what}: ${faults || "fine"}`, () => assert.equal(fields(planFaults(plan)), faults));
  }
});
