"""Answers what it was made of, so that a check sees which deployment answered."""

import json
import os
from pathlib import Path

model = ""


def init() -> None:
    global model
    files = sorted(path for path in Path(os.environ["AZUREML_MODEL_DIR"]).rglob("*") if path.is_file())
    model = "; ".join(f"{path.name}: {path.read_text().strip()}" for path in files)
    print(f"the model is {model}", flush=True)


def run(data: str) -> dict:
    return {"model": model, "greeting": os.environ.get("GREETING"), "data": json.loads(data)}
