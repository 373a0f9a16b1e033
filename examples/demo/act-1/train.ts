import { readFileSync } from "node:fs";
import { join } from "node:path";
import { homeFolder, preparePythonEnvironment } from "pulumi-azureml/emulator";
import type { Scene } from "../act";
import { Json } from "../json";
import * as narrator from "../narrator";
import { percent, seconds } from "../wording";

const CONDA_FILE = join(__dirname, "../../blue-green/environment/conda.yaml");
const SCRIPT = "examples/blue-green/train.py";

export const train: Scene = {
  title: "Train two versions of a model",
  why:
    "569 tumours with thirty measurements each: benign or malignant? Version 1 is a logistic regression on ten of the " +
    "measurements, version 2 boosts decision trees on all thirty.",
  async play({ shell }) {
    // The same packages that will serve the models: an environment is built once and kept.
    const environment = { condaFile: readFileSync(CONDA_FILE, "utf8"), home: homeFolder() };
    const { python } = await preparePythonEnvironment(environment, narrator.progress);
    const { stdout, milliseconds } = await shell.show([python, SCRIPT], ["python", SCRIPT]);
    for (const line of stdout.trim().split("\n")) {
      const metrics = Json.parse(line);
      const model = `${metrics.at("version").text()}, ${metrics.at("algorithm").text()}`;
      const right = `${percent(metrics.at("accuracy").number())} of ${metrics.at("testedOn").number()} unseen tumours`;
      narrator.measured(`${model}: ${right} right`);
    }
    narrator.measured(`both trained in ${seconds(milliseconds)}`);
  },
};
