import type { Scene } from "../act";
import * as narrator from "../narrator";
import { score } from "../scoring";
import { summary } from "../stretch";
import { stretchText } from "../wording";
import type { ModelStage } from "./model-stage";
import { samples } from "./samples";

/** How often each sample is sent. */
const ROUNDS = 20;

export const testGreen: Scene<ModelStage> = {
  title: "Test green alone",
  why:
    "A request with the header `azureml-model-deployment: green` goes past all weights. So green proves itself before " +
    "any client meets it.",
  async play(stage) {
    const file = "examples/blue-green/sample-requests/malignant.json";
    const { stdout } = await stage.endpoint("invoke", "--deployment", "green", "--file", file);
    narrator.measured(`it answers ${stdout.trim()}`);

    const target = await stage.target();
    const answers = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const sample of samples) answers.push(await score(target, sample, "green"));
    }
    const stray = answers.find(({ deployment, version }) => deployment !== "green" || version !== "v2");
    if (stray) throw new Error(`a request to green was answered by ${stray.deployment} with ${stray.version}`);
    narrator.measured(`green: ${stretchText(summary(answers))}`);
    stage.lookAtClients();
  },
};
