import { killAndCheck } from "../kills/kills";

/** The long run is `node -r ts-node/register/transpile-only test/kills/run.ts 200`. */
const count = 15;

describe("a local Azure ML that is killed at any moment", function () {
  this.timeout(180_000);

  it("has everything again that it has answered", async () => {
    const seed = Number(process.env["KILLS_SEED"] ?? Date.now() % 1_000_000);
    try {
      await killAndCheck({ count, seed });
    } catch (error) {
      throw new Error(`seed ${seed}`, { cause: error });
    }
  });
});
