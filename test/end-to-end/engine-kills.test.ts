import { killEngines } from "../soak/kill-sequences";

/** The long run is `node -r ts-node/register/transpile-only test/soak/engine-kills.ts --sequences 100 --seed 1`. */
const sequences = 3;

describe("engines, providers and programs that are killed in the middle of updates", function () {
  this.timeout(600_000);

  it("leave nothing that recover and up do not bring in order, and never a weight that nobody asked for", async () => {
    const seed = Number(process.env["KILLS_SEED"] ?? Date.now() % 1_000_000);
    try {
      await killEngines({ sequences, seed });
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  });
});
