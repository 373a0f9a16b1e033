/**
 * Two stories of models that are served, on this machine: `npm run demo`.
 *
 * Each scene says what it does, shows the command as it can be typed, and what was measured. All the while clients send
 * requests, and one that goes wrong fails the demo. `npm run demo -- --act 2` plays one act, and `-- --keep` leaves a
 * failed demo as it is, for a look.
 */
import { interruption, Interrupted } from "./interruption";
import * as narrator from "./narrator";
import { readOptions, type Options } from "./options";
import { actNumbers, playbill } from "./playbill";
import { Setting } from "./setting";
import { CommandFailed } from "./shell";
import { seconds, totalsText } from "./wording";

type Acts = ReturnType<typeof playbill>;

async function main({ acts: numbers, keep }: Options): Promise<number> {
  const begin = performance.now();
  const interrupted = interruption();
  const setting = new Setting();
  const acts = playbill(setting, numbers);
  const stop = async () => void (await Promise.all(acts.map(({ stage }) => stage.stop())));
  const clear = () => stop().then(() => setting.clear());
  narrator.say("All of it happens on this machine and is gone at the end. Ctrl-C ends it at any time.");
  try {
    await Promise.race([interrupted, play(acts)]);
    await clear();
    narrator.headline(`\nDone in ${seconds(performance.now() - begin)}`);
    for (const { number, stage } of acts) narrator.say(`Act ${number}: ${totalsText(stage.clients.totals)}`);
    narrator.say("The programs are in examples/blue-green and examples/rollout; the READMEs there run them on Azure.");
    return 0;
  } catch (error) {
    if (error instanceof Interrupted) {
      narrator.say("\nStopped; clearing up.");
      await clear();
      return error.exitCode;
    }
    explain(error, setting);
    if (keep) {
      await stop();
      narrator.section("Kept for a look. Clear up with", setting.clearCommands.join("\n"));
    } else {
      narrator.say("\nClearing up. `npm run demo -- --keep` leaves a failed demo as it is, for a look.");
      await clear();
    }
    return 1;
  }
}

async function play(acts: Acts): Promise<void> {
  for (const { number, title, scenes } of acts) {
    narrator.headline(`\nAct ${number}: ${title}`);
    for (const [index, scene] of scenes.entries()) {
      narrator.step(index + 1, scenes.length, scene.title, scene.why);
      await scene.play();
    }
  }
}

/** Says what went wrong and where to look. */
function explain(error: unknown, setting: Setting): void {
  narrator.failed(messageOf(error));
  if (error instanceof CommandFailed) narrator.section("The command printed", error.output);
  narrator.section("The local Azure ML's log ends with", setting.logTail(20));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

try {
  void main(readOptions(process.argv.slice(2), actNumbers)).then((code) => process.exit(code));
} catch (error) {
  narrator.failed(messageOf(error));
  process.exitCode = 2;
}
