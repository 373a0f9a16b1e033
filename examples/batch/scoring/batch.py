"""Scores files of transactions. A job calls `init` once for each process and `run` for each mini batch of files.

A file:  {"amount": 120.5, "night": true, "abroad": false}
A row:   monday.json,first,0.22
"""

import json
import math
import os
from pathlib import Path


def init():
    """Loads the weights. Where they lie under AZUREML_MODEL_DIR depends on the file they were registered from."""
    global weights
    file = next(Path(os.environ["AZUREML_MODEL_DIR"]).rglob("*.json"))
    weights = json.loads(file.read_text())


def run(mini_batch):
    """A row for each file that could be read. A file without a row counts as failed, so none is made up for it."""
    rows = []
    for path in mini_batch:
        try:
            transaction = json.loads(Path(path).read_text())
            rows.append(f"{Path(path).name},{weights['release']},{score(transaction):.2f}")
        except (ValueError, KeyError, TypeError) as fault:
            print(f"{Path(path).name}: {fault!r}")
    return rows


def score(transaction):
    """How likely a transaction is fraud, from 0 to 1."""
    total = weights["bias"] + weights["amount"] * math.log1p(float(transaction["amount"]))
    total += weights["night"] * bool(transaction["night"]) + weights["abroad"] * bool(transaction["abroad"])
    return 1 / (1 + math.exp(-total))
