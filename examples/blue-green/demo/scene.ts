import type { Setting } from "./setting";

/** One step of the life cycle. */
export interface Scene {
  title: string;
  /** What happens, and why, in plain words. */
  why: string;
  /** Does it and tells what was measured. Throws where something is not as it should be. */
  play(setting: Setting): Promise<void>;
}
