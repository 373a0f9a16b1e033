"""Deployments with real inference servers: uploads, logs, updates, traffic, scoring, failures."""

import json
import tempfile
from pathlib import Path
from typing import Any, Dict, Optional

from azure.ai.ml.entities import (
    CodeConfiguration,
    Environment,
    ManagedOnlineDeployment,
    ManagedOnlineEndpoint,
    Model,
    OnlineRequestSettings,
)
from azure.ai.ml.exceptions import MlException, ValidationException
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from local import (
    CONDA_FILE,
    HERE,
    IMAGE,
    client,
    contains,
    counted_uploads,
    equal,
    names,
    refused,
    requests_of,
    score,
    status_of_refusal,
)

ml = client()
ENDPOINT = "served"


def deployment(name: str, **more: Any) -> ManagedOnlineDeployment:
    """A deployment of local content, with `more` over it."""
    settings: Dict[str, Any] = {
        "endpoint_name": ENDPOINT,
        "model": Model(path=str(HERE / "weights")),
        "code_configuration": CodeConfiguration(code=str(HERE / "scoring"), scoring_script="score.py"),
        "environment": Environment(image=IMAGE, conda_file=str(CONDA_FILE)),
        "instance_type": "Standard_DS3_v2",
        "instance_count": 1,
        "environment_variables": {"GREETING": f"I am {name}"},
        **more,
    }
    return ManagedOnlineDeployment(name=name, **settings)


def invoked(name: Optional[str] = None, endpoint: str = ENDPOINT) -> Dict[str, Any]:
    with tempfile.TemporaryDirectory() as folder:
        request = Path(folder, "request.json")
        request.write_text(json.dumps({"x": 1}))
        return json.loads(ml.online_endpoints.invoke(endpoint, request_file=str(request), deployment_name=name))


def traffic(**weights: int) -> None:
    endpoint = ml.online_endpoints.get(ENDPOINT)
    endpoint.traffic = weights
    ml.online_endpoints.begin_create_or_update(endpoint).result()


def local_folders_are_uploaded_and_served() -> None:
    ml.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name=ENDPOINT)).result()
    made = ml.online_deployments.begin_create_or_update(deployment("blue")).result()
    equal((made.name, made.provisioning_state, made.instance_count), ("blue", "Succeeded", 1))
    answer = invoked("blue")
    equal(answer["model"], "first.txt: folder; second.txt: nested")
    equal((answer["greeting"], answer["data"]), ("I am blue", {"x": 1}))


def a_deployment_is_read_with_all_that_it_was_given() -> None:
    blue = ml.online_deployments.get("blue", ENDPOINT)
    equal((blue.endpoint_name, blue.instance_type, blue.instance_count), (ENDPOINT, "Standard_DS3_v2", 1))
    equal(blue.environment_variables["GREETING"], "I am blue")
    equal(blue.code_configuration.scoring_script, "score.py")
    contains(blue.model, "/models/")
    contains(blue.environment, "/environments/CliV2AnonymousEnvironment/versions/")
    equal((blue.request_settings.request_timeout_ms, blue.liveness_probe.failure_threshold), (5000, 30))
    equal(blue.egress_public_network_access.lower(), "enabled")


def the_same_content_is_uploaded_once() -> None:
    with counted_uploads() as uploads:
        requests = requests_of(
            lambda: ml.online_deployments.begin_create_or_update(
                deployment("green", environment_variables={"GREETING": "I am green"})
            ).result()
        )
    equal(uploads, [], "files that were uploaded")
    equal([each["path"] for each in requests if each["path"].endswith("startPendingUpload")], [])
    equal(invoked("green")["greeting"], "I am green")


def deployments_are_listed() -> None:
    equal(sorted(names(ml.online_deployments.list(ENDPOINT))), ["blue", "green"])


def both_containers_have_logs() -> None:
    contains(ml.online_deployments.get_logs("blue", ENDPOINT, lines=200), "the model is first.txt: folder")
    initializer = ml.online_deployments.get_logs("blue", ENDPOINT, lines=200, container_type="storage-initializer")
    assert initializer.strip(), "the storage initializer has said nothing"
    # What was written comes after the state of the instance and the events of its containers.
    _, _, written = ml.online_deployments.get_logs("blue", ENDPOINT, lines=2).partition("Container logs:\n")
    equal(len(written.strip().splitlines()), 2, "lines")


def without_traffic_only_a_named_deployment_answers() -> None:
    endpoint = ml.online_endpoints.get(ENDPOINT)
    equal(endpoint.traffic, {"blue": 0, "green": 0})
    # Not through the SDK: after an invoke with a name it sends that name with every later one of its process.
    equal(score(endpoint.scoring_uri, ml.online_endpoints.get_keys(ENDPOINT).primary_key, {}).status_code, 404)
    with refused(ValidationException, "red not found"):
        invoked("red")


def traffic_is_split_by_weight() -> None:
    traffic(blue=50, green=50)
    equal(ml.online_endpoints.get(ENDPOINT).traffic, {"blue": 50, "green": 50})
    endpoint = ml.online_endpoints.get(ENDPOINT)
    key = ml.online_endpoints.get_keys(ENDPOINT).primary_key
    greetings = {score(endpoint.scoring_uri, key, {}).json()["greeting"] for _ in range(40)}
    equal(greetings, {"I am blue", "I am green"})


def traffic_is_mirrored() -> None:
    traffic(blue=100)
    endpoint = ml.online_endpoints.get(ENDPOINT)
    endpoint.mirror_traffic = {"green": 50}
    changed = ml.online_endpoints.begin_create_or_update(endpoint).result()
    equal((changed.traffic, changed.mirror_traffic), ({"blue": 100}, {"green": 50}))
    changed.mirror_traffic = {}
    equal(ml.online_endpoints.begin_create_or_update(changed).result().mirror_traffic, {})


def weights_that_do_not_sum_to_100_are_refused() -> None:
    with status_of_refusal(400, "sum to 70"):
        traffic(blue=70)
    equal(ml.online_endpoints.get(ENDPOINT).traffic, {"blue": 100, "green": 0})


def a_deployment_with_traffic_is_not_deleted() -> None:
    with refused(HttpResponseError, "blue", "has 100 percent of the live traffic", "set it to 0"):
        ml.online_deployments.begin_delete("blue", ENDPOINT).result()


def instances_and_variables_change_in_place() -> None:
    blue = ml.online_deployments.get("blue", ENDPOINT)
    blue.instance_count = 2
    blue.environment_variables["GREETING"] = "I am blue, anew"
    blue.request_settings = OnlineRequestSettings(request_timeout_ms=7000)
    changed = ml.online_deployments.begin_create_or_update(blue).result()
    equal((changed.instance_count, changed.request_settings.request_timeout_ms), (2, 7000))
    equal(invoked("blue")["greeting"], "I am blue, anew")


def a_single_file_is_a_model_too() -> None:
    single = deployment("single", model=Model(path=str(HERE / "single.txt")))
    ml.online_deployments.begin_create_or_update(single).result()
    equal(invoked("single")["model"], "single.txt: single file")


def registered_assets_are_named() -> None:
    ml.models.create_or_update(Model(name="named", version="3", path=str(HERE / "weights")))
    ml.environments.create_or_update(Environment(name="named", version="4", image=IMAGE, conda_file=str(CONDA_FILE)))
    named = deployment("single", model="azureml:named:3", environment="named@latest")
    made = ml.online_deployments.begin_create_or_update(named).result()
    contains(made.model, "/models/named/versions/3")
    contains(made.environment, "/environments/named/versions/4")
    equal(invoked("single")["model"], "first.txt: folder; second.txt: nested")


def an_absent_asset_is_refused() -> None:
    with refused(MlException, "Asset nowhere does not exist"):
        ml.online_deployments.begin_create_or_update(deployment("broken", model="nowhere@latest")).result()
    with status_of_refusal(400, "BadArgument", "/models/nowhere/versions/1"):
        ml.online_deployments.begin_create_or_update(deployment("broken", model="azureml:nowhere:1")).result()


def a_script_that_fails_tells_the_services_code() -> None:
    failing = CodeConfiguration(code=str(HERE / "failing"), scoring_script="score.py")
    with refused(HttpResponseError, "(ResourceNotReady)", "User container has crashed or terminated"):
        ml.online_deployments.begin_create_or_update(deployment("broken", code_configuration=failing)).result()
    equal(ml.online_deployments.get("broken", ENDPOINT).provisioning_state, "Failed")
    contains(ml.online_deployments.get_logs("broken", ENDPOINT, lines=100), "the weights are of another format")
    ml.online_deployments.begin_delete("broken", ENDPOINT).result()


def the_old_key_ends_with_the_new_one() -> None:
    uri = ml.online_endpoints.get(ENDPOINT).scoring_uri
    old = ml.online_endpoints.get_keys(ENDPOINT).primary_key
    equal(score(uri, old, {}).status_code, 200)
    ml.online_endpoints.begin_regenerate_keys(ENDPOINT).result()
    equal(score(uri, old, {}).status_code, 401)
    equal(score(uri, ml.online_endpoints.get_keys(ENDPOINT).primary_key, {}).status_code, 200)


def tokens_of_azure_ml_and_of_entra_open_it() -> None:
    for mode in ("aml_token", "aad_token"):
        endpoint = ml.online_endpoints.get(ENDPOINT)
        key = endpoint.auth_mode == "key" and ml.online_endpoints.get_keys(ENDPOINT).primary_key
        endpoint.auth_mode = mode
        ml.online_endpoints.begin_create_or_update(endpoint).result()
        equal(invoked("blue")["greeting"], "I am blue, anew", mode)
        if key:
            equal(score(endpoint.scoring_uri, key, {}).status_code, 401, "a key, where tokens are wanted")


def a_deployment_without_traffic_is_deleted() -> None:
    ml.online_deployments.begin_delete("green", ENDPOINT).result()
    equal(sorted(names(ml.online_deployments.list(ENDPOINT))), ["blue", "single"])
    with refused(ResourceNotFoundError, "green"):
        ml.online_deployments.get("green", ENDPOINT)


def what_is_absent_is_not_found() -> None:
    with refused(ResourceNotFoundError, "nobody"):
        ml.online_deployments.get("nobody", ENDPOINT)
    with refused(ResourceNotFoundError, "nobody"):
        ml.online_deployments.get_logs("nobody", ENDPOINT, lines=1)
    with refused(ResourceNotFoundError, "absent"):
        list(ml.online_deployments.list("absent"))
    with refused(ResourceNotFoundError, "absent"):
        ml.online_deployments.begin_create_or_update(deployment("blue", endpoint_name="absent")).result()


def an_endpoint_takes_its_deployments_along() -> None:
    ml.online_endpoints.begin_delete(ENDPOINT).result()
    equal(names(ml.online_endpoints.list()), [])
    with refused(ResourceNotFoundError, ENDPOINT):
        ml.online_deployments.get("blue", ENDPOINT)
