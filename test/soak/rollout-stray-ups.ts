/**
 * Lets a preview and plain `up`s stray in at every place where a rollout may stand, and prints what they did. Build first
 * (`npm run build`), then `node -r ts-node/register/transpile-only test/soak/rollout-stray-ups.ts`
 */
import { allScenes } from "./rollout/stray-scenes";
import { type Stray, strayUps } from "./rollout/stray-ups";
import { print, script } from "./script";

const words = (changes: readonly string[]): string => changes.join(", ") || "nothing";
const strays: Stray[] = [];

print("| state | weights | preview | up | up again |\n| --- | --- | --- | --- | --- |");
script(
  strayUps({
    scenes: allScenes,
    onStray(stray) {
      const { state, weights, preview, up, again } = stray;
      strays.push(stray);
      print(`| ${[state, weights, words(preview), words(up), words(again)].join(" | ")} |`);
    },
  }),
  () => print(`${strays.length} states: no operation on weights or cursor, and none on a deployment but those shown`),
);
