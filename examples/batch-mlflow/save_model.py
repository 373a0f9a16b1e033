"""Writes the folder `model` anew, where the code or the weights have changed.

pip install mlflow-skinny==3.17.2 pandas==2.2.3
python save_model.py
"""

import shutil

import mlflow.pyfunc
from mlflow.models import ModelSignature
from mlflow.types.schema import ColSpec, Schema

shutil.rmtree("model", ignore_errors=True)
mlflow.pyfunc.save_model(
    "model",
    loader_module="fraud",
    data_path="weights.json",
    code_paths=["fraud.py"],
    signature=ModelSignature(
        inputs=Schema([ColSpec("double", "amount"), ColSpec("boolean", "night"), ColSpec("boolean", "abroad")]),
        outputs=Schema([ColSpec("double", "score"), ColSpec("boolean", "review")]),
    ),
    # What the model needs, and no more: a first job waits for its installation.
    pip_requirements=["mlflow-skinny==3.17.2", "pandas==2.2.3"],
)
