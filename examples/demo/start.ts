import type { Scene } from "./act";
import * as narrator from "./narrator";
import { seconds } from "./wording";

export const start: Scene = {
  title: "Start a local Azure ML",
  why: "Control plane, scoring front end and blob store, on this machine only. No subscription and no login.",
  async play({ shell, name }) {
    const { milliseconds } = await shell.show(["pulumi-azureml", "emulator", "start", "--name", name]);
    narrator.measured(`ready in ${seconds(milliseconds)}`);
    const { stdout } = await shell.show(["pulumi-azureml", "emulator", "dashboard", "--name", name]);
    narrator.output(`${stdout.trim()}  (open it to watch)`);
  },
};
