import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { DEPLOY_MODELS } from "../public-batch/folders";
import { ScriptByHand } from "../public-batch/script-by-hand";
import { findInterpreter } from "../../emulator/serving/python/interpreter";
import { skip } from "../skip";
import { mlflowByHand } from "./mlflow-by-hand";
import type { PythonChecks } from "./python-checks";
import { SdkEmulator } from "./sdk-emulator";

/** `test/public-batch` says what they are. Their packages are installed at the first time, 1.4 GB for each of two conda files. */
describe("Azure's own batch examples, unmodified", function () {
  this.timeout(1_200_000);
  const heart = join(DEPLOY_MODELS, "heart-classifier-mlflow");
  const parquet = join(DEPLOY_MODELS, "custom-outputs-parquet");
  const files = join(heart, "data");
  let sdk: SdkEmulator | undefined;
  let checks: PythonChecks | undefined;

  before(async function () {
    const { version } = await findInterpreter("3.8", process.env, [3, 8]);
    // Their releases of scikit-learn and XGBoost were built for no later one.
    if (!/^3\.(8|9|10)\./.test(version)) skip(this, `Python 3.8, 3.9 or 3.10 is needed, ${version} is here`);
    sdk = await SdkEmulator.start();
    checks = sdk.checks("public_heart", { PUBLIC_BATCH_OUTPUT: join(sdk.home, "output") });
  });
  after(async () => {
    await checks?.stop();
    await sdk?.stop();
  });

  const check = (name: string) => it(name.replaceAll("_", " "), () => checks?.run(name));
  const downloaded = (deployment: string): string =>
    join(sdk?.home ?? "", "output", deployment, "named-outputs", "score");

  check("their_assets_are_made");
  check("the_model_without_a_script_scores_their_data");
  it("and gives for each line of each file what MLflow itself predicts", async () => {
    const rows = await readFile(join(downloaded("classifier-xgboost-mlflow"), "predictions.csv"), "utf8");
    const byHand = await mlflowByHand(join(heart, "deployment-simple", "model"), files);
    assert.equal(byHand.length, 303);
    assert.deepEqual(rows.trimEnd().split("\n").sort(), byHand);
  });

  check("the_script_that_writes_its_own_files_writes_one_for_each_of_theirs");
  it("and they have what the script writes by hand", async () => {
    const byHand = await ScriptByHand.run({ folder: parquet, files });
    try {
      await byHand.assertWritten(downloaded("classifier-xgboost-custom"));
    } finally {
      await byHand.remove();
    }
  });

  check("the_script_that_does_not_go_with_its_packages_fails_its_job");
  it("as it fails by hand", async () => {
    const byHand = ScriptByHand.run({ folder: join(heart, "deployment-custom"), files });
    await assert.rejects(byHand, /module 'mlflow\.pyfunc' has no attribute 'load'/);
  });
});
