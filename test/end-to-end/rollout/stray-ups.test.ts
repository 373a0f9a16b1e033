import { fewScenes } from "../../soak/rollout/stray-scenes";
import { strayUps } from "../../soak/rollout/stray-ups";

/** The long run is `node -r ts-node/register/transpile-only test/soak/rollout-stray-ups.ts`: every state, with previews. */
describe("a plain up in the middle of a rollout", function () {
  this.timeout(300_000);

  it("does nothing, is refused where the program says something else, and takes away what failed, once", () =>
    strayUps({ scenes: fewScenes, withPreview: false }));
});
