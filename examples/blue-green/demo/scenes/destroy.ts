import * as narrator from "../narrator";
import type { Scene } from "../scene";
import { changesText, seconds } from "../wording";

export const destroy: Scene = {
  title: "Take everything down",
  why: "The clients stop, then one command deletes what the program made, and the local Azure ML goes as well.",
  async play(setting) {
    await setting.clients.stop();
    setting.clients.look();
    const { stdout, milliseconds } = await setting.pulumi("destroy", "--yes", "--skip-preview");
    narrator.measured(`${changesText(stdout)}, in ${seconds(milliseconds)}`);
    await setting.pulumi("stack", "rm", "--yes", setting.name);
    await setting.shell.show(setting.stopCommand);
  },
};
