import { strict as assert } from "node:assert";
import { join } from "node:path";

import type { BatchJobSpec, BatchJobView } from "../../../emulator/batch/contract";
import { mlflowModel } from "../../../emulator/batch/mlflow-model";
import { skip } from "../../skip";
import { assertStatus, Batch } from "./jobs";

/** As much of both packages as scoring a table takes; the real ones are too large for a test. */
const MLFLOW = `
class Metadata:
    def get_input_schema(self): return None

class Model:
    metadata = Metadata()
    def predict(self, table): return [2 * number for number in table]

def load_model(folder):
    open(folder + "/MLmodel").close()
    return Model()
`;
const PANDAS = `
class DataFrame: pass

def read_csv(path): return [int(line) for line in open(path).read().split()[1:]]
`;

describe("a batch job with an MLflow model and no code", function () {
  this.timeout(120_000);
  let batch: Batch;
  before(function () {
    if (process.platform !== "linux") skip(this, "reads /proc");
  });
  beforeEach(() => {
    batch = new Batch();
    batch.write("model/below/MLmodel", "flavors: {}");
    batch.write("stubs/mlflow/__init__.py", "");
    batch.write("stubs/mlflow/pyfunc.py", MLFLOW);
    batch.write("stubs/pandas.py", PANDAS);
  });
  afterEach(() => batch.close());

  const score = (files: Record<string, string>, changes: Partial<BatchJobSpec> = {}): Promise<BatchJobView> =>
    batch.run("", batch.named(files), {
      code: undefined,
      model: { folder: join(batch.folder, "model"), name: "m", version: "1" },
      environmentVariables: { PYTHONPATH: join(batch.folder, "stubs") },
      ...changes,
    });

  it("tells for each row of each table its number, the prediction and the file, with commas", async () => {
    const view = await score({ "a, b.csv": "x\n1\n2\n", "c.CSV": "x\n3\n", "d.csv": "x\n4\n5\n6\n" });
    assertStatus(view, batch.engine.find("job"), "Completed");
    assert.deepEqual(batch.rows(), [
      `0,2,"a, b.csv"`,
      `1,4,"a, b.csv"`,
      "0,6,c.CSV",
      "0,8,d.csv",
      "1,10,d.csv",
      "2,12,d.csv",
    ]);
  });

  it("leaves out a file that it can't read, with the service's words, and fails a mini batch of such files", async () => {
    const files = { "a.csv": "x\n1\n", "b.parquet": "", "c.csv": "x\nvalue\n", "d.csv": "x\nworth\n" };
    const view = await score(files, { retrySettings: { maxRetries: 0, timeoutSeconds: 30 } });
    const job = batch.engine.find("job");
    assertStatus(view, job, "Completed");
    assert.deepEqual(view.counts.files, { total: 4, succeeded: 1, failed: 3 });
    assert.deepEqual(batch.rows(), ["0,2,a.csv"]);
    assert.match(
      job?.log() ?? "",
      /ERROR:azureml:Error processing input file: '\S+b\.parquet'\. File type 'parquet' is not/,
    );
    assert.match(job?.log() ?? "", /'\S+c\.csv'\. Exception: invalid literal for int\(\) with base 10: 'value'/);
    assert.match(job?.log() ?? "", /ValueError: No objects to concatenate/);
  });

  it("is run in the environment that the model was saved with, where the deployment gives none", async () => {
    batch.write("model/below/conda.yaml", "a: [");
    const view = await score({ "a.csv": "x\n1\n" });
    assert.equal(view.error?.code, "ImageBuildFailure");
    batch.engine.forget("job");
    const given = { environment: { condaFile: "dependencies: []" }, workFolder: join(batch.folder, "again") };
    assertStatus(await score({ "a.csv": "x\n1\n" }, given), batch.engine.find("job"), "Completed");
  });

  it("takes the pip requirements of a model that has no conda file", () => {
    batch.write("model/below/requirements.txt", "mlflow==3.1\r\n\nnumpy\n");
    const { condaFile } = mlflowModel(join(batch.folder, "model")) ?? {};
    assert.equal(condaFile, "dependencies:\n  - pip:\n      - mlflow==3.1\n      - numpy\n");
  });

  it("is no such job where the model is another one", async () => {
    const view = await score(
      { "a.csv": "" },
      { model: { folder: join(batch.folder, "stubs"), name: "m", version: "1" } },
    );
    assert.equal(view.error?.code, "UserError");
    assert.match(view.error?.message ?? "", /no file MLmodel/);
  });
});
