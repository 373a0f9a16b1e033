import type { Scene } from "../act";

export const takeGreenAway: Scene = {
  title: "The next `pulumi up` takes green away",
  why: "The program still names green, and that release is not tried again until its content changes.",
  async play(stage) {
    await stage.up();
    stage.lookAtClients();
  },
};
