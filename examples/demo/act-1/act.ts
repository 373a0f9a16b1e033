import { staged, type Act } from "../act";
import { projects, type Setting } from "../setting";
import { takeDown } from "../take-down";
import { canary } from "./canary";
import { cutOver } from "./cut-over";
import { deleteBlue } from "./delete-blue";
import { deployBlue } from "./deploy-blue";
import { deployGreen } from "./deploy-green";
import { ModelStage } from "./model-stage";
import { scaleBlue } from "./scale-blue";
import { testGreen } from "./test-green";
import { train } from "./train";

/** The life of a model, from the first deployment to the last request. */
export function betterModel(setting: Setting): Act {
  const stage = new ModelStage(setting, projects.blueGreen);
  return {
    title: "A classifier is replaced by a better one while it answers requests",
    stage,
    scenes: staged(stage, [
      train,
      deployBlue,
      scaleBlue,
      deployGreen,
      testGreen,
      canary,
      cutOver,
      deleteBlue,
      takeDown,
    ]),
  };
}
