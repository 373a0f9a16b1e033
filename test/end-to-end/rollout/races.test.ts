import { raceRollouts } from "../../soak/rollout/race-rollouts";
import { shortPath } from "../../soak/rollout/rollout-story";
import { allAtOnce } from "../../soak/all-at-once";

/** The long run is `node -r ts-node/register/transpile-only test/soak/rollout-races.ts --races 200 --seed 1`. */
describe("two runners of a rollout, and a runner and people", function () {
  this.timeout(600_000);

  it("write nothing twice, and each of them says what became of it", async () => {
    const seed = Number(process.env["RACES_SEED"] ?? Date.now() % 1_000_000);
    const kinds = ["two at once", "people", "unseen"] as const;
    await allAtOnce(kinds.map((kind) => raceRollouts({ races: [kind], seed, path: shortPath })));
  });
});
