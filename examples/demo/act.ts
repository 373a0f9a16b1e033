import type { Stage } from "./stage";

/** One step of an act. */
export interface Scene<S extends Stage = Stage> {
  title: string;
  /** What happens, and why, in plain words. */
  why: string;
  /** Does it and tells what was measured. Throws where something is not as it should be. */
  play(stage: S): Promise<void>;
}

/** A story that is told in scenes, with the stage that it plays on. */
export interface Act {
  title: string;
  stage: Stage;
  scenes: readonly StagedScene[];
}

/** A scene that has its stage. */
export interface StagedScene {
  title: string;
  why: string;
  play(): Promise<void>;
}

/** Puts scenes on a stage. */
export function staged<S extends Stage>(stage: S, scenes: readonly Scene<S>[]): StagedScene[] {
  return scenes.map((scene) => ({ title: scene.title, why: scene.why, play: () => scene.play(stage) }));
}
