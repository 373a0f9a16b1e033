import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { pythonOf } from "../public-batch/script-by-hand";

/** MLflow's own `predict` for each table, with nothing of this project between. */
const PREDICT = `
import json, pathlib, sys
import mlflow.pyfunc, pandas

model = mlflow.pyfunc.load_model(sys.argv[1])
types = dict(zip(model.metadata.get_input_schema().input_names(), model.metadata.get_input_schema().pandas_types()))
rows = []
for table in sorted(pathlib.Path(sys.argv[2]).iterdir()):
    answer = pandas.DataFrame(model.predict(pandas.read_csv(table, dtype=types)))
    for number, values in enumerate(answer.itertuples(index=False, name=None)):
        rows.append(",".join(map(str, (number, *values, table.name))))
print(json.dumps(sorted(rows)))
`;

/**
 * The lines that a job over a folder of tables must write, sorted: number of the row, what the model says, the table. In the
 * Python environment that jobs have for the model's own conda file.
 */
export async function mlflowByHand(model: string, tables: string): Promise<string[]> {
  const python = await pythonOf(join(model, "conda.yaml"));
  const cwd = await mkdtemp(join(tmpdir(), "mlflow-by-hand-")); // MLflow leaves files where it runs
  try {
    const env = { ...process.env, PYTHONDONTWRITEBYTECODE: "1" };
    const { stdout } = await promisify(execFile)(python, ["-c", PREDICT, model, tables], { cwd, env });
    const lines: string[] = JSON.parse(stdout);
    return lines;
  } finally {
    await rm(cwd, { recursive: true, force: true });
  }
}
