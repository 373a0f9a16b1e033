"""Scores payments, and collects what it was asked and what it answered under one correlation id."""
import json

import pandas as pd
from azureml.ai.monitoring import Collector

LIMIT = 1000


def init():
    global inputs, outputs
    # A record that can't be collected is no reason not to answer.
    inputs = Collector(name="model_inputs", on_error=print)
    outputs = Collector(name="model_outputs", on_error=print)


def run(data):
    payments = pd.DataFrame(json.loads(data)["payments"])
    context = inputs.collect(payments)
    scores = pd.DataFrame({"suspicious": payments["amount"] > LIMIT})
    outputs.collect(scores, context)
    return {"suspicious": scores["suspicious"].tolist()}
