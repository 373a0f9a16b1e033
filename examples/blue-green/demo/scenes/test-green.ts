import { summary } from "../client-load";
import * as narrator from "../narrator";
import { samples } from "../samples";
import type { Scene } from "../scene";
import { score } from "../scoring";
import { stretchText } from "../wording";

/** How often each sample is sent. */
const ROUNDS = 20;

export const testGreen: Scene = {
  title: "Test green alone",
  why:
    "A request with the header `azureml-model-deployment: green` goes past all weights. So green proves itself before " +
    "any client meets it.",
  async play(setting) {
    const file = "examples/blue-green/sample-requests/malignant.json";
    const { stdout } = await setting.endpoint("invoke", "--deployment", "green", "--file", file);
    narrator.measured(`it answers ${stdout.trim()}`);

    const target = await setting.target();
    const answers = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const sample of samples) answers.push(await score(target, sample, "green"));
    }
    const stray = answers.find(({ deployment, model }) => deployment !== "green" || model !== "v2");
    if (stray) throw new Error(`a request to green was answered by ${stray.deployment} with ${stray.model}`);
    narrator.measured(`green: ${stretchText(summary(answers))}`);
    setting.lookAtClients();
  },
};
