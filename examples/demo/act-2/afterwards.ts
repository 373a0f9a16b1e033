import type { Scene } from "../act";
import type { ShopStage } from "./shop-stage";

export const afterwards: Scene<ShopStage> = {
  title: "No client meets green any more",
  why: "From here on every failure counts. What happened, and why, lies with the workspace for whoever asks.",
  async play(stage) {
    const status = await stage.view("status");
    if (!/^state +rolledBack$/m.test(status) || !/^traffic +\{"blue":100\}$/m.test(status)) {
      throw new Error("the rollout was not taken back");
    }
    await stage.view("history");
    await stage.clients.seen(100);
    stage.lookAtClients();
  },
};
