import type { Scene } from "./act";

export const stop: Scene = {
  title: "Stop the local Azure ML",
  why: "Its processes end. Nothing of this demo stays on the machine but what the next one would install again.",
  play: async (stage) => void (await stage.shell.show(stage.setting.stopCommand)),
};
