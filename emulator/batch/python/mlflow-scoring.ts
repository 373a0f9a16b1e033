import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Variable that tells the script below where the model is. */
export const MLFLOW_MODEL = "PULUMI_AZUREML_MLFLOW_MODEL";

/**
 * Scoring script for MLflow models that come without one. `predict` is called once for each file; a file that can't be
 * read is logged and left out, and a mini batch of such files alone raises. Tables and images get the types that the
 * model's signature names. Columns: the row in a table, the prediction, the file's name, separated by commas.
 *
 * Source: Microsoft Docs, "Deploy MLflow models in batch deployments" (columns, kinds of files, words of the log line) and
 * "Troubleshooting batch endpoints" (`No objects to concatenate`); how the file is read, with commas and no header:
 * azureml-examples, heart-classifier-mlflow/mlflow-for-batch-tabular.ipynb.
 */
const SCORING = `"""Scores files with an MLflow model: one line for each row of a table, or for each image."""
import csv, io, logging, os

import mlflow.pyfunc
import pandas as pd

IMAGES = {"png", "jpg", "jpeg", "tiff", "bmp", "gif"}


def init():
    global log, model
    logging.basicConfig(format="%(levelname)s:%(name)s:%(message)s")
    log = logging.getLogger("azureml")
    model = mlflow.pyfunc.load_model(os.environ["${MLFLOW_MODEL}"])


def run(mini_batch):
    read = [lines for lines in map(lines_of, mini_batch) if lines is not None]
    if not read:
        raise ValueError("No objects to concatenate")
    return [line for lines in read for line in lines]


def lines_of(path):
    kind = os.path.splitext(path)[1][1:].lower()
    try:
        if kind == "csv":
            return tabular(path)
        if kind in IMAGES:
            return image(path)
        log.error("Error processing input file: '%s'. File type '%s' is not supported.", path, kind)
    except Exception as error:
        log.error("Error processing input file: '%s'. Exception: %s", path, error)


def tabular(path):
    predicted = model.predict(typed(pd.read_csv(path)))
    return [joined(row, *values, os.path.basename(path)) for row, values in enumerate(columns(predicted))]


def typed(table):
    inputs = model.metadata.get_input_schema()
    if inputs is None or inputs.is_tensor_spec() or not inputs.has_input_names():
        return table
    types = dict(zip(inputs.input_names(), inputs.pandas_types()))
    return table.astype({name: type for name, type in types.items() if name in table})


def image(path):
    import numpy
    from PIL import Image

    pixels = numpy.asarray(Image.open(path), dtype=numpy.uint8)
    inputs = model.metadata.get_input_schema()
    if inputs is not None and inputs.is_tensor_spec():
        wanted = inputs.inputs[0]
        pixels = pixels.reshape([-1 if length is None else length for length in wanted.shape]).astype(wanted.type)
    else:
        pixels = pixels[numpy.newaxis]
    return [joined(*values, os.path.basename(path)) for values in columns(model.predict(pixels))]


def columns(predicted):
    if isinstance(predicted, pd.DataFrame):
        return predicted.values.tolist()
    values = predicted.tolist() if hasattr(predicted, "tolist") else list(predicted)
    return [[value] for value in values]


def joined(*fields):
    text = io.StringIO()
    csv.writer(text, lineterminator="").writerow(fields)
    return text.getvalue()
`;

/** Writes the scoring script into `folder` and returns its path. */
export function writeMlflowScoring(folder: string): string {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, "mlflow_scoring.py");
  writeFileSync(file, SCORING);
  return file;
}
