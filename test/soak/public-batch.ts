/**
 * Azure's own classifiers of handwritten digits (`test/public-batch`), unmodified, on the local Azure ML: deployed with
 * Microsoft's Python SDK from their YAML, run over ten digits, and compared with their scripts run by hand. Build first
 * (`npm run build`), then `node -r ts-node/register/transpile-only test/soak/public-batch.ts`
 *
 * Needs Python 3.8, which their conda files ask for (`torch==1.13.0` has no wheel for later ones than 3.10), and room for their
 * packages: 3.9 GB for Torch with CUDA and 2.3 GB for TensorFlow, kept under `~/.pulumi-azureml/python`.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { SdkEmulator } from "../end-to-end/sdk-emulator";
import { DEPLOY_MODELS, DIGITS } from "../public-batch/folders";
import { ScriptByHand } from "../public-batch/script-by-hand";
import { print, script } from "./script";

/** What is scored by which of the checks, and under which name of a deployment. */
const CLASSIFIERS = [
  { check: "the_classifier_with_torch_scores_their_digits", name: "mnist-torch-dpl", folder: "deployment-torch" },
  { check: "the_classifier_with_keras_scores_them_too", name: "mnist-keras-dpl", folder: "deployment-keras" },
];

async function main(): Promise<void> {
  const sdk = await SdkEmulator.start();
  const output = join(sdk.home, "output");
  const checks = sdk.checks("public_mnist", { PUBLIC_BATCH_OUTPUT: output });
  try {
    await checks.run("their_endpoint_is_made");
    for (const { check, name, folder } of CLASSIFIERS) {
      const started = Date.now();
      await checks.run(check);
      const seconds = Math.round((Date.now() - started) / 1000);
      const byHand = await ScriptByHand.run({ folder: join(DEPLOY_MODELS, "mnist-classifier", folder), files: DIGITS });
      try {
        const rows = await readFile(join(output, name, "named-outputs", "score", "predictions.csv"), "utf8");
        assert.equal(byHand.rows.length, 10);
        assert.deepEqual(rows.trimEnd().split("\n"), byHand.rows);
        print(`${name}: ${byHand.rows.length} rows as by hand, ${seconds} s with packages\n${rows}`);
      } finally {
        await byHand.remove();
      }
    }
  } finally {
    await checks.stop();
    await sdk.stop();
  }
}

script(main());
