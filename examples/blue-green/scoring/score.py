"""Answers scoring requests. The inference server calls `init` once for each process and `run` for each request.

Request:  {"data": [[thirty measurements], ...]}
Answer:   {"model": "v1", "predictions": ["benign", ...], "probabilities": [0.98, ...]}
"""

import json
import math
import os
from pathlib import Path

import joblib
import numpy
from azureml_inference_server_http.api.aml_response import AMLResponse

MEASUREMENTS = 30


def init():
    """Loads the model. Where it lies under AZUREML_MODEL_DIR depends on the folder it was registered from."""
    global model, version
    file = next(Path(os.environ["AZUREML_MODEL_DIR"]).rglob("model.joblib"))
    model = joblib.load(file)
    version = json.loads(file.with_name("metrics.json").read_text())["version"]


def run(body):
    """Classifies each row: the diagnosis, and how sure the model is of it."""
    try:
        rows = read_rows(body)
    except (ValueError, OverflowError) as fault:
        return AMLResponse({"error": str(fault)}, 400, json_str=True)
    probabilities = model.predict_proba(rows)
    return {
        "model": version,
        "predictions": model.classes_[probabilities.argmax(axis=1)].tolist(),
        "probabilities": probabilities.max(axis=1).round(4).tolist(),
    }


def read_rows(body):
    """The rows of a request, or a ValueError that says what is wrong with it."""
    try:
        request = json.loads(body)
    except ValueError:
        raise ValueError("the request is not JSON") from None
    rows = request.get("data") if isinstance(request, dict) else None
    if not isinstance(rows, list) or not rows:
        raise ValueError('data: a list of rows is expected, as in {"data": [[17.99, 10.38, ...]]}')
    for index, row in enumerate(rows):
        if not isinstance(row, list) or len(row) != MEASUREMENTS:
            given = f"{len(row)} values" if isinstance(row, list) else type(row).__name__
            raise ValueError(f"data[{index}]: {given} given, a row has {MEASUREMENTS} numbers")
        if not all(type(value) in (int, float) and math.isfinite(value) for value in row):
            raise ValueError(f"data[{index}]: only finite numbers can be measurements")
    return numpy.array(rows, dtype=float)
