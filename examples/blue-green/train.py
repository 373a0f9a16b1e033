"""Trains both versions of the classifier: `python train.py`, or one of them: `python train.py v2`.

The data set is scikit-learn's breast cancer data: 569 tumours, thirty measurements each, benign or malignant.
Version 1 is a logistic regression on the ten mean values; version 2 boosts decision trees on all thirty. Both take
the same requests, so one can replace the other behind the same endpoint. Same data, same seed: same model each time.
"""

import json
import sys
from pathlib import Path

import joblib
from sklearn.compose import ColumnTransformer
from sklearn.datasets import load_breast_cancer
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import train_test_split
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

HERE = Path(__file__).parent
SEED = 0

MODELS = {
    "v1": lambda: make_pipeline(
        ColumnTransformer([("means", StandardScaler(), slice(0, 10))]),
        LogisticRegression(random_state=SEED),
    ),
    "v2": lambda: GradientBoostingClassifier(random_state=SEED),
}


def split():
    """Three quarters to learn from, one quarter that no model has seen."""
    data = load_breast_cancer()
    diagnoses = data.target_names[data.target]
    return train_test_split(data.data, diagnoses, test_size=0.25, random_state=SEED, stratify=diagnoses)


def train(version):
    """Fits one version and leaves it, with its accuracy, in models/<version>."""
    rows, unseen_rows, diagnoses, unseen_diagnoses = split()
    model = MODELS[version]().fit(rows, diagnoses)
    metrics = {
        "version": version,
        "algorithm": type(model[-1] if hasattr(model, "steps") else model).__name__,
        "accuracy": round(model.score(unseen_rows, unseen_diagnoses), 4),
        "trainedOn": len(rows),
        "testedOn": len(unseen_rows),
    }

    folder = HERE / "models" / version
    folder.mkdir(parents=True, exist_ok=True)
    joblib.dump(model, folder / "model.joblib")
    (folder / "metrics.json").write_text(json.dumps(metrics, indent=2) + "\n")
    return metrics


def main():
    versions = sys.argv[1:] or list(MODELS)
    unknown = [version for version in versions if version not in MODELS]
    if unknown:
        sys.exit(f"{', '.join(unknown)}: no such version; there are {', '.join(MODELS)}")
    for version in versions:
        print(json.dumps(train(version)))


if __name__ == "__main__":
    main()
