/**
 * The life of a model, from the first deployment to the last request, on this machine: `npm run demo`.
 *
 * Each step says what it does, shows the command as it can be typed, and what was measured. All the while clients send
 * requests, and one that goes wrong fails the demo. `npm run demo -- --keep` leaves a failed one as it is, for a look.
 */
import { scenes } from "./demo/all-scenes";
import { interruption, Interrupted } from "./demo/interruption";
import * as narrator from "./demo/narrator";
import { Setting } from "./demo/setting";
import { CommandFailed } from "./demo/shell";
import { seconds } from "./demo/wording";

async function main(keep: boolean): Promise<number> {
  const begin = performance.now();
  const interrupted = interruption();
  const setting = new Setting();
  narrator.headline("A classifier is replaced by a better one while it answers requests");
  narrator.say("All of it happens on this machine and is gone at the end. Ctrl-C ends it at any time.");
  try {
    await Promise.race([interrupted, play(setting)]);
    await setting.clear();
    const { total } = setting.clients;
    narrator.headline(`\nDone in ${seconds(performance.now() - begin)}: ${total} requests of clients, none failed`);
    narrator.say("The program is examples/blue-green/index.ts; the README beside it runs it on Azure.");
    return 0;
  } catch (error) {
    await explain(error, setting, keep);
    return error instanceof Interrupted ? error.exitCode : 1;
  }
}

async function play(setting: Setting): Promise<void> {
  for (const [index, scene] of scenes.entries()) {
    narrator.step(index + 1, scenes.length, scene.title, scene.why);
    await scene.play(setting);
  }
}

/** Says what went wrong and where to look, and clears up. */
async function explain(error: unknown, setting: Setting, keep: boolean): Promise<void> {
  if (error instanceof Interrupted) {
    narrator.say("\nStopped; clearing up.");
    return setting.clear();
  }
  narrator.failed(error instanceof Error ? error.message : String(error));
  if (error instanceof CommandFailed) narrator.section("The command printed", error.output);
  narrator.section("The local Azure ML's log ends with", setting.logTail(20));
  if (!keep) {
    narrator.say("\nClearing up. `npm run demo -- --keep` leaves a failed demo as it is, for a look.");
    return setting.clear();
  }
  await setting.stop();
  narrator.section("Kept for a look. Clear up with", setting.clearCommands.join("\n"));
}

void main(process.argv.includes("--keep")).then((code) => process.exit(code));
