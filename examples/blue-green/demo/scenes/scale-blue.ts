import type { Scene } from "../scene";

export const scaleBlue: Scene = {
  title: "Scale blue from one instance to two",
  why: "Capacity changes in place while the requests keep coming.",
  async play(setting) {
    await setting.configure({ "deployments.blue.instances": "2" });
    await setting.up();
    setting.lookAtClients();
  },
};
