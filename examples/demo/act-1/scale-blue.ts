import type { Scene } from "../act";

export const scaleBlue: Scene = {
  title: "Scale blue from one instance to two",
  why: "Capacity changes in place while the requests keep coming.",
  async play(stage) {
    await stage.configure({ "deployments.blue.instances": "2" });
    await stage.up();
    stage.lookAtClients();
  },
};
