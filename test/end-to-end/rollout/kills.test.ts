import { allAtOnce } from "../../soak/all-at-once";
import { killRollouts } from "../../soak/rollout/kill-rollouts";
import { shortPath } from "../../soak/rollout/rollout-story";

/** The long run is `node -r ts-node/register/transpile-only test/soak/rollout-kills.ts --kills 500 --seed 1`. */
const kills = 2;

describe("runners of rollouts that are killed at random with their engines", function () {
  this.timeout(600_000);

  it("come to the right end when they are run again, and write nothing twice", async () => {
    const seed = Number(process.env["KILLS_SEED"] ?? Date.now() % 1_000_000);
    await allAtOnce(
      [seed, seed + 1].map((each) => killRollouts({ kills, atMost: kills, seed: each, path: shortPath })),
    );
  });
});
