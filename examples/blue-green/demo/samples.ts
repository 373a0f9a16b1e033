import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A request, and the diagnosis that a model has to give. */
export interface Sample {
  body: string;
  diagnosis: string;
}

const folder = join(__dirname, "../sample-requests");

/** Two tumours that no model was trained on. */
export const samples: readonly Sample[] = ["benign", "malignant"].map((diagnosis) => ({
  diagnosis,
  body: readFileSync(join(folder, `${diagnosis}.json`), "utf8"),
}));
