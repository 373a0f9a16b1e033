"""How likely each transaction of a table is fraud: the code of the model, which MLflow keeps beside its weights."""

import json

import numpy as np
import pandas as pd


class Fraud:
    def __init__(self, weights: dict) -> None:
        self.weights = weights

    def predict(self, transactions: pd.DataFrame, params: object = None) -> pd.DataFrame:
        """A row for each transaction: the likelihood from 0 to 1, and whether somebody has to look at it."""
        weights = self.weights
        total = weights["bias"] + weights["amount"] * np.log1p(transactions["amount"])
        total += weights["night"] * transactions["night"] + weights["abroad"] * transactions["abroad"]
        score = 1 / (1 + np.exp(-total))
        return pd.DataFrame({"score": score.round(4), "review": score > weights["review"]})


def _load_pyfunc(path: str) -> Fraud:
    """What MLflow calls with the path of the weights."""
    with open(path, encoding="utf-8") as file:
        return Fraud(json.load(file))
