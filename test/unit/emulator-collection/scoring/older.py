import json

import numpy as np
import pandas as pd
from azureml.monitoring import ModelDataCollector


def init():
    global inputs, predictions
    inputs = ModelDataCollector("fraud-model", designation="inputs", feature_names=["amount", "country"])
    predictions = ModelDataCollector("fraud-model", designation="predictions", feature_names=["score"])


def run(data):
    rows = json.loads(data)["rows"]
    correlations = inputs.collect(pd.DataFrame(rows, columns=["amount", "country"]))
    scores = predictions.add_correlations(np.array([[0.5] for _ in rows], dtype=object), correlations)
    predictions.collect(scores)
    return {"id": correlations["$aml_dc_correlation_id"]}
