"""Workspaces, and what hangs directly on one: datastores, computes, connections."""

import os

from azure.ai.ml import MLClient
from azure.ai.ml.entities import (
    AccountKeyConfiguration,
    AmlCompute,
    ApiKeyConfiguration,
    AzureBlobDatastore,
    PatTokenConfiguration,
    UsernamePasswordConfiguration,
    WorkspaceConnection,
)
from azure.core.exceptions import ResourceNotFoundError
from azure.identity import ManagedIdentityCredential

from local import client, contains, equal, names, refused

ml = client()


def a_workspace_is_read() -> None:
    workspace = ml.workspaces.get(ml.workspace_name)
    equal(workspace.name, os.environ["AZUREML_WORKSPACE_NAME"])
    equal(workspace.location, "westeurope")
    equal(workspace.resource_group, os.environ["AZUREML_RESOURCE_GROUP"])
    contains(workspace.discovery_url, "https://127.0.0.1:", "/discovery")
    contains(workspace.mlflow_tracking_uri, "azureml://127.0.0.1:", "/mlflow/v1.0/subscriptions/")
    contains(workspace.storage_account, "/Microsoft.Storage/storageAccounts/")
    equal(workspace.identity.type, "system_assigned")


def workspaces_are_listed() -> None:
    equal(names(ml.workspaces.list()), [ml.workspace_name])


def keys_of_a_workspace_are_listed() -> None:
    keys = ml.workspaces.get_keys(ml.workspace_name)
    assert keys.user_storage_key, "no key of the storage account"
    contains(keys.user_storage_resource_id, "/Microsoft.Storage/storageAccounts/")
    assert keys.app_insights_instrumentation_key, "no instrumentation key"


def an_absent_workspace_is_not_found() -> None:
    with refused(ResourceNotFoundError, "Microsoft.MachineLearningServices/workspaces/elsewhere"):
        client("elsewhere").workspaces.get("elsewhere")
    with refused(ResourceNotFoundError, "elsewhere"):
        list(client("elsewhere").online_endpoints.list())


def a_managed_identity_signs_in_as_well() -> None:
    other = MLClient(ManagedIdentityCredential(), ml.subscription_id, ml.resource_group_name, ml.workspace_name)
    equal(other.workspaces.get(ml.workspace_name).name, ml.workspace_name)


def the_default_datastore_is_there() -> None:
    default = ml.datastores.get_default()
    equal(default.name, "workspaceblobstore")
    contains(default.container_name, "azureml-blobstore-")
    equal(sorted(names(ml.datastores.list())), ["workspaceartifactstore", "workspaceblobstore"])
    equal(ml.datastores.get("workspaceartifactstore").container_name, "azureml")


def a_datastore_is_created_and_deleted() -> None:
    account = ml.datastores.get_default().account_name
    made = ml.datastores.create_or_update(
        AzureBlobDatastore(
            name="features",
            account_name=account,
            container_name="features",
            description="of the judge",
            credentials=AccountKeyConfiguration(account_key="bm90IGEga2V5"),
        )
    )
    equal((made.name, made.description), ("features", "of the judge"))
    equal(ml.datastores.get("features").container_name, "features")
    assert "features" in names(ml.datastores.list())
    ml.datastores.delete("features")
    with refused(ResourceNotFoundError, "features"):
        ml.datastores.get("features")


def a_compute_is_created_listed_and_deleted() -> None:
    cluster = AmlCompute(name="cluster", size="Standard_DS3_v2", min_instances=0, max_instances=2)
    made = ml.compute.begin_create_or_update(cluster).result()
    equal((made.name, made.type, made.size, made.max_instances), ("cluster", "amlcompute", "Standard_DS3_v2", 2))
    equal(made.provisioning_state, "Succeeded")
    equal(names(ml.compute.list()), ["cluster"])
    equal(ml.compute.get("cluster").min_instances, 0)
    ml.compute.begin_delete("cluster").wait()
    with refused(ResourceNotFoundError, "cluster"):
        ml.compute.get("cluster")


def a_connection_keeps_its_secret_to_itself() -> None:
    made = ml.connections.create_or_update(
        WorkspaceConnection(
            name="packages",
            type="python_feed",
            target="https://feed.example.org",
            credentials=UsernamePasswordConfiguration(username="reader", password="not shown 1"),
            metadata={"team": "search"},
        )
    )
    equal((made.name, made.type, made.target), ("packages", "python_feed", "https://feed.example.org"))
    found = ml.connections.get("packages")
    equal(found.metadata, {"team": "search"})
    equal(found.credentials.type, "username_password")
    assert not found.credentials.password, "the answer has the password"


def secrets_of_a_connection_are_given_on_demand() -> None:
    ml.connections.create_or_update(
        WorkspaceConnection(
            name="index",
            type="api_key",
            target="https://search.example.org",
            credentials=ApiKeyConfiguration(key="not shown 2"),
        )
    )
    assert not ml.connections.get("index").credentials.key, "the answer has the key"
    equal(ml.connections.get("index", populate_secrets=True).credentials.key, "not shown 2")


def connections_are_listed_by_type() -> None:
    ml.connections.create_or_update(
        WorkspaceConnection(
            name="sources",
            type="git",
            target="https://git.example.org/models",
            credentials=PatTokenConfiguration(pat="not shown 3"),
        )
    )
    equal(sorted(names(ml.connections.list())), ["index", "packages", "sources"])
    equal(names(ml.connections.list(connection_type="git")), ["sources"])


def a_connection_is_replaced_and_deleted() -> None:
    moved = WorkspaceConnection(
        name="sources",
        type="git",
        target="https://git.example.org/other",
        credentials=PatTokenConfiguration(pat="not shown 4"),
    )
    equal(ml.connections.create_or_update(moved).target, "https://git.example.org/other")
    for name in names(ml.connections.list()):
        ml.connections.delete(name)
    equal(names(ml.connections.list()), [])
    with refused(ResourceNotFoundError, "sources"):
        ml.connections.get("sources")


def no_secret_is_in_the_request_log() -> None:
    with open(os.environ["LOCAL_REQUEST_LOG"], encoding="utf-8") as log:
        text = log.read()
    contains(text, "/connections/packages")
    assert "not shown" not in text, "a secret of a connection is in the log"
    assert "bm90IGEga2V5" not in text, "the key of a datastore is in the log"
