import { setTimeout as pause } from "node:timers/promises";
import type { Scene } from "../act";
import * as narrator from "../narrator";
import { seconds, stretchText } from "../wording";
import type { ShopStage } from "./shop-stage";

/** Milliseconds between two words about the clients. */
const LOOK = 20_000;

export const gate: Scene<ShopStage> = {
  title: "The gate has seen a whole minute, and green goes back by itself",
  why:
    "Azure Monitor counts by the minute, so a verdict takes one or two of them. More than 20 % of what green answered " +
    "failed: in one write blue has everything again. Until then a request may fail, but only where green answered it.",
  async play(stage) {
    const begin = performance.now();
    const over = stage.run.ended.then(() => true);
    while ((await Promise.race([over, pause(LOOK, false)])) === false) {
      if (stage.run.hasSaid("canary-50:")) throw new Error("green got more of the traffic, and should have gone back");
      narrator.progress(`clients: ${stretchText(stage.clients.look())}`);
    }
    stage.clients.allow({ versions: { blue: "v1" } });
    narrator.measured(`exit code 30, rolled back; watched for ${seconds(performance.now() - begin)}`);
    stage.lookAtClients();
  },
};
