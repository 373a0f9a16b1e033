import type { Scene } from "../act";
import * as narrator from "../narrator";
import type { ModelStage } from "./model-stage";

export const deleteBlue: Scene<ModelStage> = {
  title: "Delete blue",
  why: "Nobody is sent there any more, so it may go. A deployment with traffic could not be deleted.",
  async play(stage) {
    await stage.pulumi("config", "rm-all", "--path", "deployments.blue", "traffic.blue");
    await stage.up();
    stage.lookAtClients();
    narrator.output((await stage.endpoint("show")).stdout);
  },
};
