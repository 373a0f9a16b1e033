import type { Scene } from "../scene";

export const deployGreen: Scene = {
  title: "Deploy green with version 2 beside it, at 0 %",
  why: "The new version starts on an instance of its own. No client can tell: blue goes on answering everything.",
  async play(setting) {
    await setting.configure({ "deployments.green.model": "v2", "deployments.green.instances": "1" });
    await setting.up();
    setting.lookAtClients();
  },
};
