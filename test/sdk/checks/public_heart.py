"""Azure's own heart classifiers: an MLflow model without a script, one with a script, and one whose script writes its own files."""

from azure.ai.ml import load_data
from azure.ai.ml.constants import AssetTypes
from azure.ai.ml.exceptions import JobException

from local import client, contains, equal, refused
from public_batch import DEPLOYMENTS, deploy, make_cluster, make_endpoint, register, score

ml = client()
HEART = DEPLOYMENTS / "heart-classifier-mlflow"
PARQUET = DEPLOYMENTS / "custom-outputs-parquet"
ENDPOINT = "heart-classifier-batch"
DATA = "azureml:heart-dataset-unlabeled@latest"


def their_assets_are_made() -> None:
    make_cluster(ml)
    register(ml, "heart-classifier-mlflow", AssetTypes.MLFLOW_MODEL, HEART / "deployment-simple" / "model")
    register(ml, "heart-classifier-sklpipe", AssetTypes.CUSTOM_MODEL, PARQUET / "model")
    data = ml.data.create_or_update(load_data(HEART / "heart-dataset-unlabeled.yml"))
    equal((data.name, data.version), ("heart-dataset-unlabeled", "1"))


def the_model_without_a_script_scores_their_data() -> None:
    equal(make_endpoint(ml, HEART / "endpoint.yml"), ENDPOINT)
    name = deploy(ml, ENDPOINT, HEART / "deployment-simple" / "deployment.yml")
    equal(score(ml, ENDPOINT, name, DATA), ["predictions.csv"])


def the_script_that_writes_its_own_files_writes_one_for_each_of_theirs() -> None:
    equal(make_endpoint(ml, PARQUET / "endpoint.yml"), ENDPOINT)
    name = deploy(ml, ENDPOINT, PARQUET / "deployment.yml")
    equal(score(ml, ENDPOINT, name, DATA), [f"heart-unlabeled-{number}.parquet" for number in range(4)])


def the_script_that_does_not_go_with_its_packages_fails_its_job() -> None:
    """It calls a function that no release of MLflow which its conda file admits has: `mlflow.pyfunc.load`."""
    name = deploy(ml, ENDPOINT, HEART / "deployment-custom" / "deployment.yml")
    with refused(JobException, "init() has failed", "module 'mlflow.pyfunc' has no attribute 'load'"):
        score(ml, ENDPOINT, name, DATA)
    contains(list(ml.batch_deployments.list_jobs(ENDPOINT, name=name))[0].status, "Failed")
