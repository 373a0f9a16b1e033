import type { Scene } from "../act";
import type { ShopStage } from "./shop-stage";

export const strayUp: Scene<ShopStage> = {
  title: "Meanwhile a colleague runs `pulumi up`",
  why: "While a rollout is under way the weights are its own. The same program, run once more, moves nothing.",
  async play(stage) {
    const changes = await stage.up();
    if (!/^\d+ unchanged$/.test(changes)) throw new Error(`nothing was to change: ${changes}`);
    const status = await stage.view("status");
    if (!status.includes('{"blue":80,"green":20}')) throw new Error("the weights are not those of the stage");
    stage.lookAtClients();
  },
};
