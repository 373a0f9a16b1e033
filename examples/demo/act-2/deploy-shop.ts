import type { Scene } from "../act";
import * as narrator from "../narrator";

export const deployShop: Scene = {
  title: "Deploy a shop with one release, blue",
  why:
    "The program examples/rollout says no weights: it names the live release and, later, the one that is to follow. " +
    "The clients ask as one customer after the other.",
  async play(stage) {
    narrator.command(["cd", "examples/rollout"]);
    await stage.pulumi("stack", "init", stage.name);
    await stage.configure({
      "azure-native:location": "westeurope",
      "pace": "10s",
      "live.name": "blue",
      "live.release": "v1",
    });
    await stage.up();
    stage.clients.start(await stage.target(), { versions: { blue: "v1" } });
    await stage.clients.seen(40);
    stage.lookAtClients();
  },
};
