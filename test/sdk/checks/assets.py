"""Models, environments and data: registered, read by version and label, listed, archived; and their uploads."""

import tempfile
from pathlib import Path
from typing import Any, Iterable, List

from azure.ai.ml.constants import AssetTypes, ListViewType
from azure.ai.ml.entities import Data, Environment, Model
from azure.core.exceptions import ResourceNotFoundError

from local import CONDA_FILE, HERE, IMAGE, client, contains, equal, names, refused, status_of_refusal

ml = client()


def versions(resources: Iterable[Any]) -> List[str]:
    return [resource.version for resource in resources]


def a_model_is_registered_from_a_folder() -> None:
    made = ml.models.create_or_update(
        Model(
            name="irises",
            version="1",
            path=str(HERE / "weights"),
            type=AssetTypes.CUSTOM_MODEL,
            description="three kinds",
            tags={"stage": "test"},
        )
    )
    equal((made.name, made.version, made.type), ("irises", "1", "custom_model"))
    contains(made.path, "azureml://", "/datastores/workspaceblobstore/paths/LocalUpload/", "/weights")
    found = ml.models.get("irises", version="1")
    equal((found.id, found.path, found.tags, found.description), (made.id, made.path, {"stage": "test"}, "three kinds"))
    equal(found.flavors, None, "flavors")
    assert found.creation_context.created_at, "no time of creation"


def a_model_without_a_version_gets_the_next_one() -> None:
    made = ml.models.create_or_update(Model(name="irises", path=str(HERE / "single.txt")))
    equal(made.version, "2")
    contains(made.path, "/single.txt")


def the_label_latest_is_the_newest_version() -> None:
    equal(ml.models.get("irises", label="latest").version, "2")


def versions_of_a_model_are_listed_newest_first() -> None:
    equal(versions(ml.models.list(name="irises")), ["2", "1"])
    equal(names(ml.models.list()), ["irises"])


def the_latest_version_stands_in_the_list_of_models() -> None:
    equal([model.latest_version for model in ml.models.list()], ["2"])


def a_model_is_described_anew() -> None:
    model = ml.models.get("irises", version="1")
    model.description, model.tags = "four kinds", {"stage": "production"}
    changed = ml.models.create_or_update(model)
    equal((changed.version, changed.description, changed.tags), ("1", "four kinds", {"stage": "production"}))


def a_version_that_is_archived_hides_until_it_is_restored() -> None:
    ml.models.archive("irises", version="1")
    equal(versions(ml.models.list(name="irises")), ["2"])
    equal(versions(ml.models.list(name="irises", list_view_type=ListViewType.ARCHIVED_ONLY)), ["1"])
    equal(versions(ml.models.list(name="irises", list_view_type=ListViewType.ALL)), ["2", "1"])
    ml.models.restore("irises", version="1")
    equal(versions(ml.models.list(name="irises")), ["2", "1"])


def a_whole_model_that_is_archived_hides_until_it_is_restored() -> None:
    ml.models.archive("irises")
    equal(names(ml.models.list()), [])
    ml.models.restore("irises")
    equal(names(ml.models.list()), ["irises"])


def a_version_with_other_content_is_refused() -> None:
    with status_of_refusal(409, "already exists"):
        ml.models.create_or_update(Model(name="irises", version="1", path=str(HERE / "single.txt")))


def the_same_content_is_uploaded_once() -> None:
    again = Model(name="irises-again", version="1", path=str(HERE / "weights"))
    path = ml.models.create_or_update(again).path
    equal(path, ml.models.get("irises", version="1").path)


def a_registered_model_is_downloaded() -> None:
    with tempfile.TemporaryDirectory() as folder:
        ml.models.download("irises", version="1", download_path=folder)
        found = sorted(path.name for path in Path(folder).rglob("*.txt"))
        equal(found, ["first.txt", "second.txt"])


def an_absent_model_is_not_found() -> None:
    with refused(ResourceNotFoundError, "roses"):
        ml.models.get("roses", version="1")
    with refused(ResourceNotFoundError, "9"):
        ml.models.get("irises", version="9")


def an_environment_is_registered() -> None:
    made = ml.environments.create_or_update(
        Environment(name="sklearn", version="1", image=IMAGE, conda_file=str(CONDA_FILE), tags={"of": "judge"})
    )
    equal((made.name, made.version, made.image), ("sklearn", "1", IMAGE))
    equal(made.conda_file["name"], "sklearn")
    found = ml.environments.get("sklearn", version="1")
    equal((found.id, found.image, found.conda_file, found.tags), (made.id, IMAGE, made.conda_file, {"of": "judge"}))


def an_environment_without_a_version_goes_to_the_next_one_when_it_changes() -> None:
    first = ml.environments.create_or_update(Environment(name="unversioned", image=IMAGE, conda_file=str(CONDA_FILE)))
    same = ml.environments.create_or_update(Environment(name="unversioned", image=IMAGE, conda_file=str(CONDA_FILE)))
    other = ml.environments.create_or_update(Environment(name="unversioned", image=IMAGE))
    equal((first.version, same.version, other.version), ("1", "1", "2"))
    equal(ml.environments.get("unversioned", label="latest").version, "2")


def environments_are_listed_archived_and_restored() -> None:
    equal(sorted(names(ml.environments.list())), ["sklearn", "unversioned"])
    equal(versions(ml.environments.list(name="unversioned")), ["2", "1"])
    ml.environments.archive("unversioned", version="2")
    equal(versions(ml.environments.list(name="unversioned")), ["1"])
    ml.environments.restore("unversioned", version="2")
    equal(versions(ml.environments.list(name="unversioned")), ["2", "1"])


def an_absent_environment_is_not_found() -> None:
    with refused(ResourceNotFoundError, "nowhere"):
        ml.environments.get("nowhere", version="1")


def data_is_registered_from_a_folder_and_a_file() -> None:
    folder = ml.data.create_or_update(Data(name="flowers", version="1", path=str(HERE / "weights"), type="uri_folder"))
    equal((folder.name, folder.version, folder.type), ("flowers", "1", "uri_folder"))
    contains(folder.path, "/LocalUpload/", "/weights")
    file = ml.data.create_or_update(Data(name="flowers", path=str(HERE / "single.txt"), type="uri_file"))
    equal((file.version, file.type), ("2", "uri_file"))
    equal(ml.data.get("flowers", label="latest").version, "2")
    equal(versions(ml.data.list(name="flowers")), ["2", "1"])
    equal(names(ml.data.list()), ["flowers"])


def data_is_archived_and_restored() -> None:
    ml.data.archive("flowers", version="2")
    equal(versions(ml.data.list(name="flowers")), ["1"])
    ml.data.restore("flowers", version="2")
    equal(versions(ml.data.list(name="flowers")), ["2", "1"])
    with refused(ResourceNotFoundError, "weeds"):
        ml.data.get("weeds", version="1")
