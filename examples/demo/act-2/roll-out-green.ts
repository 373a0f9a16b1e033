import type { Scene } from "../act";
import type { ShopStage } from "./shop-stage";

export const rollOutGreen: Scene<ShopStage> = {
  title: "Roll out green, and nobody knows that it is broken",
  why:
    "Green fails for every other customer. The golden request of its plan asks as customer 42, who gets an answer, so " +
    "green goes on and takes a fifth of the clients. The command stays at it, like a job in CI.",
  async play(stage) {
    await stage.configure({ "candidate.name": "green", "candidate.release": "v2", "candidate.broken": "true" });
    stage.clients.allow({ versions: { blue: "v1", green: "v2" }, mayFail: "green" });
    await stage.startRun().says("canary-20:");
    stage.lookAtClients();
  },
};
