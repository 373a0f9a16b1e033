import { staged, type Act } from "../act";
import { projects, type Setting } from "../setting";
import { takeDown } from "../take-down";
import { afterwards } from "./afterwards";
import { deployShop } from "./deploy-shop";
import { gate } from "./gate";
import { rollOutGreen } from "./roll-out-green";
import { ShopStage } from "./shop-stage";
import { strayUp } from "./stray-up";
import { takeGreenAway } from "./take-green-away";

/** A release that fails is caught by its gate, while clients send requests and nobody looks. */
export function brokenRelease(setting: Setting): Act {
  const stage = new ShopStage(setting, projects.rollout);
  return {
    title: "A broken release takes itself back while nobody looks",
    stage,
    scenes: staged(stage, [deployShop, rollOutGreen, strayUp, gate, afterwards, takeGreenAway, takeDown]),
  };
}
