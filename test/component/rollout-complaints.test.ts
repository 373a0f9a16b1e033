import { strict as assert } from "node:assert";
import type { Cursor } from "../../rollout/cursor";
import { weightsAt } from "../../rollout/traffic";
import { runProgram } from "./program";
import { cursorTag, declared, liveEndpoint, plan, rollout } from "./rollout-program";

describe("terraform-aws-alb #409, #322, terraform-provider-aws #632, cdk-real-drift #1730, cloudposse ecs #200: the program sets weights back", () => {
  const sides = { live: "blue", candidate: "green" };
  const standings: [what: string, Partial<Cursor>][] = [
    ["running", {}],
    ["agreed to", { isApproved: true }],
    ["held", { status: "held", hold: "inconclusive" }],
    ["held with weights of nobody", { status: "held", hold: "weights" }],
  ];
  for (const [index, { name }] of plan.stages.entries()) {
    for (const [what, standing] of standings) {
      it(`declares both deployments and no weights at ${name}, ${what}`, async () => {
        const { traffic } = standing.hold === "weights" ? { traffic: { blue: 1 } } : weightsAt(plan, index, sides);
        const tags = await cursorTag({ ...standing, stage: index });
        for (const mode of ["preview", "up"] as const) {
          const run = await runProgram(mode, () => rollout(), liveEndpoint({ traffic: { ...traffic }, tags }));
          assert.deepEqual(declared(run), { instances: { blue: 3, green: 3 }, weights: {} });
        }
      });
    }
  }
});
