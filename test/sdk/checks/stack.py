"""What `pulumi up` has made, as the SDK sees it; and a change of weights behind Pulumi's back."""

import json
import tempfile
from pathlib import Path

from local import client, contains, equal, names

ml = client()
ENDPOINT = "stacked"


def the_endpoint_is_read() -> None:
    endpoint = ml.online_endpoints.get(ENDPOINT)
    equal((endpoint.auth_mode, endpoint.provisioning_state), ("key", "Succeeded"))
    equal((endpoint.traffic, endpoint.tags), ({"blue": 100, "green": 0}, {"team": "search"}))


def its_deployments_are_read() -> None:
    found = {each.name: each for each in ml.online_deployments.list(ENDPOINT)}
    equal(sorted(found), ["blue", "green"])
    equal((found["blue"].instance_type, found["blue"].instance_count), ("Standard_DS3_v2", 1))
    equal(found["green"].environment_variables["GREETING"], "I am green")
    equal(found["blue"].code_configuration.scoring_script, "score.py")


def its_assets_are_read() -> None:
    blue = ml.online_deployments.get("blue", ENDPOINT)
    model = ml.models.get("weights-dev", label="latest")
    contains(model.path, "azureml://", "/weights")
    equal(blue.model.lower(), model.id.lower())
    environment = ml.environments.get("sklearn-dev", label="latest")
    equal(blue.environment.lower(), environment.id.lower())


def it_answers_and_has_logs() -> None:
    for name in ("blue", "green"):
        with tempfile.TemporaryDirectory() as folder:
            request = Path(folder, "request.json")
            request.write_text("{}")
            answer = ml.online_endpoints.invoke(ENDPOINT, request_file=str(request), deployment_name=name)
        equal(json.loads(answer)["greeting"], f"I am {name}")
        contains(ml.online_deployments.get_logs(name, ENDPOINT, lines=100), "the model is first.txt: folder")


def its_weights_are_changed() -> None:
    endpoint = ml.online_endpoints.get(ENDPOINT)
    endpoint.traffic = {"blue": 60, "green": 40}
    ml.online_endpoints.begin_create_or_update(endpoint).result()
    equal(ml.online_endpoints.get(ENDPOINT).traffic, {"blue": 60, "green": 40})


def its_weights_are_those_of_the_program_again() -> None:
    equal(ml.online_endpoints.get(ENDPOINT).traffic, {"blue": 100, "green": 0})


def nothing_of_it_is_left() -> None:
    assert ENDPOINT not in names(ml.online_endpoints.list()), "the endpoint is still there"
