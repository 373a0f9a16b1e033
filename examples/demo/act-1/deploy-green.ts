import type { Scene } from "../act";

export const deployGreen: Scene = {
  title: "Deploy green with version 2 beside it, at 0 %",
  why: "The new version starts on an instance of its own. No client can tell: blue goes on answering everything.",
  async play(stage) {
    await stage.configure({ "deployments.green.model": "v2", "deployments.green.instances": "1" });
    await stage.up();
    stage.lookAtClients();
  },
};
