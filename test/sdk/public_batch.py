"""What checks of Azure's own batch examples share: their folders, unmodified, and jobs over them."""

import os
from pathlib import Path
from typing import List

from azure.ai.ml import Input, MLClient, load_batch_endpoint
from azure.ai.ml.constants import AssetTypes
from azure.ai.ml.entities import AmlCompute, Model
from azure.ai.ml.entities._load_functions import load_model_batch_deployment

from local import REPOSITORY, equal

EXAMPLES = REPOSITORY / "test" / "public-batch" / "azureml-examples"
DEPLOYMENTS = EXAMPLES / "cli" / "endpoints" / "batch" / "deploy-models"

#: Downloads of each deployment go to a folder of its name below this one.
OUTPUT = Path(os.environ["PUBLIC_BATCH_OUTPUT"])


def make_cluster(ml: MLClient) -> None:
    """As their scripts do: `az ml compute create -n batch-cluster --type amlcompute --min-instances 0 --max-instances 5`."""
    ml.compute.begin_create_or_update(AmlCompute(name="batch-cluster", min_instances=0, max_instances=5)).result()


def register(ml: MLClient, name: str, kind: str, folder: Path) -> None:
    """As their scripts do: `az ml model create --name … --type … --path model`."""
    ml.models.create_or_update(Model(name=name, type=kind, path=str(folder)))


def make_endpoint(ml: MLClient, file: Path) -> str:
    """The endpoint of an `endpoint.yml`; its name."""
    return ml.batch_endpoints.begin_create_or_update(load_batch_endpoint(file)).result().name


def deploy(ml: MLClient, endpoint: str, file: Path) -> str:
    """The deployment of a `deployment.yml`; its name."""
    made = ml.batch_deployments.begin_create_or_update(load_model_batch_deployment(file)).result()
    equal((made.endpoint_name, made.provisioning_state), (endpoint, "Succeeded"))
    return made.name


def score(ml: MLClient, endpoint: str, deployment: str, data: str) -> List[str]:
    """A job over a folder or data asset to its end, and its output downloaded; the names of the files."""
    job = ml.batch_endpoints.invoke(
        endpoint, deployment_name=deployment, input=Input(type=AssetTypes.URI_FOLDER, path=data)
    )
    ml.jobs.stream(job.name)
    equal(ml.jobs.get(job.name).status, "Completed")
    ml.jobs.download(job.name, download_path=OUTPUT / deployment, output_name="score")
    return sorted(path.name for path in (OUTPUT / deployment / "named-outputs" / "score").iterdir())
