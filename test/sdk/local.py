"""What all checks share: the client, and ways to say what is expected."""

import json
import os
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Callable, Dict, Iterable, Iterator, List, Optional, Type, TypeVar
from unittest.mock import patch

import requests
from azure.ai.ml import MLClient
from azure.core.exceptions import HttpResponseError
from azure.identity import DefaultAzureCredential
from azure.storage.blob import ContainerClient

HERE = Path(__file__).parent
REPOSITORY = HERE.parent.parent

#: The one that set-up has built, so that no check waits for packages.
CONDA_FILE = REPOSITORY / "examples" / "blue-green" / "environment" / "conda.yaml"
IMAGE = "mcr.microsoft.com/azureml/minimal-py312-inference:latest"

E = TypeVar("E", bound=BaseException)


def client(workspace: Optional[str] = None) -> MLClient:
    """A client exactly as a script for Azure makes it; `emulator exec` leads it here."""
    return MLClient(
        DefaultAzureCredential(),
        os.environ["ARM_SUBSCRIPTION_ID"],
        os.environ["AZUREML_RESOURCE_GROUP"],
        workspace or os.environ["AZUREML_WORKSPACE_NAME"],
    )


def equal(found: Any, expected: Any, what: str = "") -> None:
    assert found == expected, f"{what}: {found!r} found, {expected!r} expected"


def contains(text: Optional[str], *parts: str) -> None:
    for part in parts:
        assert part in (text or ""), f"{part!r} is not in {text!r}"


def names(resources: Iterable[Any]) -> List[str]:
    return [resource.name for resource in resources]


@contextmanager
def refused(kind: Type[E], *words: str) -> Iterator[None]:
    """What happens inside must raise exactly `kind`, and say `words`."""
    try:
        yield
    except kind as error:
        assert type(error) is kind, f"{type(error).__name__} raised, {kind.__name__} expected: {error}"
        contains(str(error), *words)
        return
    raise AssertionError(f"nothing raised; {kind.__name__} expected")


@contextmanager
def status_of_refusal(status: int, *words: str) -> Iterator[None]:
    """What happens inside must raise an HTTP error with this status, and say `words`."""
    try:
        yield
    except HttpResponseError as error:
        equal(error.status_code, status, str(error))
        contains(str(error), *words)
        return
    raise AssertionError(f"nothing raised; status {status} expected")


def score(uri: str, key: str, body: Dict[str, Any], deployment: Optional[str] = None) -> requests.Response:
    """A scoring request without the SDK, as any client sends it."""
    headers = {"Authorization": f"Bearer {key}"}
    if deployment is not None:
        headers["azureml-model-deployment"] = deployment
    return requests.post(uri, json=body, headers=headers, timeout=60)


def requests_of(action: Callable[[], object]) -> List[Dict[str, Any]]:
    """The requests to the control plane that `action` caused, as the local Azure ML has logged them."""
    log = Path(os.environ["LOCAL_REQUEST_LOG"])
    before = log.stat().st_size
    action()
    with log.open("rb") as lines:
        lines.seek(before)
        return [json.loads(line) for line in lines]


@contextmanager
def counted_uploads() -> Iterator[List[str]]:
    """The names of the blobs that the SDK uploads inside."""
    uploaded: List[str] = []
    original = ContainerClient.upload_blob

    def upload_blob(self: ContainerClient, name: str, *args: Any, **kwargs: Any) -> Any:
        uploaded.append(name)
        return original(self, name, *args, **kwargs)

    with patch.object(ContainerClient, "upload_blob", upload_blob):
        yield uploaded
