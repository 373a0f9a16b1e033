import json
import random

import pandas as pd
from azureml.ai.monitoring import Collector
from azureml.ai.monitoring.context import BasicCorrelationContext


def init():
    global inputs, outputs
    inputs = Collector(name="model_inputs")
    outputs = Collector(name="model_outputs")


def run(data):
    asked = json.loads(data)
    if "seed" in asked:
        random.seed(asked["seed"])
    for id in asked["ids"]:
        context = BasicCorrelationContext(id=id, headers={"Tenant-Name": "north"})
        context = inputs.collect(pd.DataFrame([{"amount": 12.5, "country": "FR"}, {"amount": 3, "country": None}]), context)
        outputs.collect(pd.DataFrame([{"score": 0.25}]), context)
    return {"collected": len(asked["ids"])}
