"""Online endpoints without deployments: their life, their keys and tokens."""

from azure.ai.ml.entities import ManagedOnlineEndpoint
from azure.ai.ml.exceptions import MlException, ValidationException
from azure.core.exceptions import ResourceNotFoundError

from local import client, contains, equal, names, refused, score, status_of_refusal

ml = client()


def an_endpoint_is_created() -> None:
    wanted = ManagedOnlineEndpoint(name="judged", auth_mode="key", description="a judge's", tags={"team": "search"})
    made = ml.online_endpoints.begin_create_or_update(wanted).result()
    equal((made.name, made.auth_mode, made.provisioning_state), ("judged", "key", "Succeeded"))
    equal((made.description, made.tags, made.traffic), ("a judge's", {"team": "search"}, {}))
    contains(made.scoring_uri, "/judged/score")
    contains(made.openapi_uri, "/judged/swagger.json")
    equal((made.location, made.identity.type), ("westeurope", "system_assigned"))
    equal(made.public_network_access.lower(), "enabled")


def an_endpoint_is_read_and_listed() -> None:
    equal(ml.online_endpoints.get("judged").tags, {"team": "search"})
    for name in ("listed-a", "listed-b"):
        ml.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name=name)).result()
    equal(sorted(names(ml.online_endpoints.list())), ["judged", "listed-a", "listed-b"])


def an_absent_endpoint_is_not_found() -> None:
    with refused(ResourceNotFoundError, "onlineEndpoints/absent"):
        ml.online_endpoints.get("absent")
    with refused(ResourceNotFoundError, "absent"):
        ml.online_endpoints.get_keys("absent")


def what_was_read_is_sent_back_with_a_change() -> None:
    endpoint = ml.online_endpoints.get("judged")
    endpoint.tags["cost"] = "low"
    changed = ml.online_endpoints.begin_create_or_update(endpoint).result()
    equal(changed.tags, {"team": "search", "cost": "low"})
    equal(ml.online_endpoints.get("judged").tags, {"team": "search", "cost": "low"})


def the_way_of_signing_in_changes_in_place() -> None:
    endpoint = ml.online_endpoints.get("judged")
    endpoint.auth_mode = "aml_token"
    equal(ml.online_endpoints.begin_create_or_update(endpoint).result().auth_mode, "aml_token")
    endpoint.auth_mode = "key"
    equal(ml.online_endpoints.begin_create_or_update(endpoint).result().auth_mode, "key")


def a_name_that_breaks_the_rules_is_refused_before_anything_is_sent() -> None:
    with refused(MlException, "must start with an upper- or lowercase letter"):
        ml.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name="1st"))


def traffic_for_an_unknown_deployment_is_refused() -> None:
    endpoint = ml.online_endpoints.get("judged")
    endpoint.traffic = {"blue": 100}
    with status_of_refusal(400, "properties.traffic.blue", "no such deployment"):
        ml.online_endpoints.begin_create_or_update(endpoint).result()


def keys_are_regenerated_one_at_a_time() -> None:
    uri = ml.online_endpoints.get("judged").scoring_uri
    before = ml.online_endpoints.get_keys("judged")
    ml.online_endpoints.begin_regenerate_keys("judged", key_type="primary").result()
    after = ml.online_endpoints.get_keys("judged")
    assert after.primary_key != before.primary_key, "the primary key is the same"
    equal(after.secondary_key, before.secondary_key)
    ml.online_endpoints.begin_regenerate_keys("judged", key_type="secondary").result()
    assert ml.online_endpoints.get_keys("judged").secondary_key != before.secondary_key
    equal(score(uri, before.primary_key, {}).status_code, 401)
    equal(score(uri, after.primary_key, {}).status_code, 404, "a good key, and no deployment")


def an_endpoint_with_azure_ml_tokens_gives_one() -> None:
    ml.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name="listed-a", auth_mode="aml_token")).result()
    token = ml.online_endpoints.get_keys("listed-a")
    assert token.access_token and token.expiry_time_utc > token.refresh_after_time_utc > 0, "no token with its times"
    with refused(ValidationException, "does not use keys"):
        ml.online_endpoints.begin_regenerate_keys("listed-a").result()


def an_endpoint_with_entra_tokens_leaves_them_to_entra() -> None:
    ml.online_endpoints.begin_create_or_update(ManagedOnlineEndpoint(name="listed-b", auth_mode="aad_token")).result()
    contains(ml.online_endpoints.get_keys("listed-b").access_token, ".")


def endpoints_are_deleted() -> None:
    for name in ("judged", "listed-a", "listed-b"):
        ml.online_endpoints.begin_delete(name).result()
    equal(names(ml.online_endpoints.list()), [])
    with refused(ResourceNotFoundError, "judged"):
        ml.online_endpoints.get("judged")
