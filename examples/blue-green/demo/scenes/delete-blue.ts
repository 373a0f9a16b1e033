import * as narrator from "../narrator";
import type { Scene } from "../scene";

export const deleteBlue: Scene = {
  title: "Delete blue",
  why: "Nobody is sent there any more, so it may go. A deployment with traffic could not be deleted.",
  async play(setting) {
    await setting.pulumi("config", "rm-all", "--path", "deployments.blue", "traffic.blue");
    await setting.up();
    setting.lookAtClients();
    narrator.output((await setting.endpoint("show")).stdout);
  },
};
