import type { Scene } from "./scene";
import { canary } from "./scenes/canary";
import { cutOver } from "./scenes/cut-over";
import { deleteBlue } from "./scenes/delete-blue";
import { deployBlue } from "./scenes/deploy-blue";
import { deployGreen } from "./scenes/deploy-green";
import { destroy } from "./scenes/destroy";
import { scaleBlue } from "./scenes/scale-blue";
import { start } from "./scenes/start";
import { testGreen } from "./scenes/test-green";
import { train } from "./scenes/train";

/** The life of a model, in order. */
export const scenes: readonly Scene[] = [
  start,
  train,
  deployBlue,
  scaleBlue,
  deployGreen,
  testGreen,
  canary,
  cutOver,
  deleteBlue,
  destroy,
];
