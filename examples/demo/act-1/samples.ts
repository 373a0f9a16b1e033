import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Question } from "../scoring";

const folder = join(__dirname, "../../blue-green/sample-requests");

/** Two tumours that no model was trained on, and the diagnoses that a model has to give. */
export const samples: readonly [Question, Question] = [sample("benign"), sample("malignant")];

/** The one tumour and the other by turns. */
export function sampleOf(turn: number): Question {
  return turn % 2 === 0 ? samples[0] : samples[1];
}

function sample(diagnosis: string): Question {
  return {
    body: readFileSync(join(folder, `${diagnosis}.json`), "utf8"),
    versionOf(answer) {
      if (answer.at("predictions").at(0).text() !== diagnosis) throw new Error(`${diagnosis} is expected`);
      return answer.at("model").text();
    },
  };
}
