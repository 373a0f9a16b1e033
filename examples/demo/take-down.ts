import type { Scene } from "./act";

export const takeDown: Scene = {
  title: "Take it down",
  why: "The clients stop, then one command deletes what the program made.",
  play: (stage) => stage.destroy(),
};
