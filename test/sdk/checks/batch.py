"""Batch endpoints: computes, deployments, the default one, jobs over local folders and data assets."""

import contextlib
import io
import tempfile
from pathlib import Path
from typing import Any, Dict, List

from azure.ai.ml import Input, Output
from azure.ai.ml.constants import AssetTypes, BatchDeploymentOutputAction
from azure.ai.ml.entities import (
    AmlCompute,
    BatchEndpoint,
    BatchRetrySettings,
    CodeConfiguration,
    Data,
    Environment,
    ModelBatchDeployment,
    ModelBatchDeploymentSettings,
)
from azure.ai.ml.exceptions import JobException
from azure.core.exceptions import HttpResponseError, ResourceNotFoundError

from local import HERE, IMAGE, client, contains, equal, names, refused

ml = client()
ENDPOINT = "counted"


def deployment(name: str, **more: Any) -> ModelBatchDeployment:
    """A deployment of local code, with `more` over its settings."""
    settings: Dict[str, Any] = {
        "mini_batch_size": 2,
        "instance_count": 1,
        "max_concurrency_per_instance": 2,
        "output_action": BatchDeploymentOutputAction.APPEND_ROW,
        "output_file_name": "counts.csv",
        "retry_settings": BatchRetrySettings(max_retries=1, timeout=60),
        **more,
    }
    return ModelBatchDeployment(
        name=name,
        endpoint_name=ENDPOINT,
        code_configuration=CodeConfiguration(code=str(HERE / "batch"), scoring_script="score.py"),
        environment=Environment(image=IMAGE),
        compute="cpu",
        settings=ModelBatchDeploymentSettings(**settings),
    )


def texts(folder: str) -> None:
    for name, text in {"a.txt": "one", "b.txt": "one two", "c.txt": "one two three"}.items():
        Path(folder, name).write_text(text)


def a_cluster_that_scales_from_zero_is_made() -> None:
    cluster = AmlCompute(name="cpu", size="STANDARD_DS3_V2", min_instances=0, max_instances=2)
    made = ml.compute.begin_create_or_update(cluster).result()
    equal((made.name, made.min_instances, made.max_instances), ("cpu", 0, 2))


def an_endpoint_with_two_deployments_is_made() -> None:
    ml.batch_endpoints.begin_create_or_update(BatchEndpoint(name=ENDPOINT, description="counts words")).result()
    for name in ("blue", "green"):
        made = ml.batch_deployments.begin_create_or_update(deployment(name)).result()
        equal((made.name, made.provisioning_state), (name, "Succeeded"))
    equal(sorted(names(ml.batch_deployments.list(ENDPOINT))), ["blue", "green"])
    equal(list(names(ml.batch_endpoints.list())), [ENDPOINT])


def the_default_deployment_is_set_and_read() -> None:
    endpoint = ml.batch_endpoints.get(ENDPOINT)
    endpoint.defaults.deployment_name = "blue"
    ml.batch_endpoints.begin_create_or_update(endpoint).result()
    equal(ml.batch_endpoints.get(ENDPOINT).defaults.deployment_name, "blue")
    with refused(HttpResponseError, "default deployment"):
        ml.batch_deployments.begin_delete("blue", ENDPOINT).result()


def a_job_over_a_local_folder_is_streamed_to_its_end() -> None:
    with tempfile.TemporaryDirectory() as folder:
        texts(folder)
        job = ml.batch_endpoints.invoke(ENDPOINT, input=Input(type=AssetTypes.URI_FOLDER, path=folder))
    with contextlib.redirect_stdout(io.StringIO()) as said:
        ml.jobs.stream(job.name)
    contains(said.getvalue(), "counting begins")
    equal(ml.jobs.get(job.name).status, "Completed")


def a_job_takes_a_data_asset_another_deployment_and_settings_of_its_own() -> None:
    with tempfile.TemporaryDirectory() as folder:
        texts(folder)
        data = ml.data.create_or_update(Data(name="texts", version="1", type=AssetTypes.URI_FOLDER, path=folder))
    job = ml.batch_endpoints.invoke(
        ENDPOINT,
        deployment_name="green",
        input=Input(type=AssetTypes.URI_FOLDER, path=data.id),
        params_override=[{"mini_batch_size": "1"}, {"compute.instance_count": "2"}],
    )
    ml.jobs.stream(job.name)
    equal(ml.jobs.get(job.name).status, "Completed")
    equal(names(ml.batch_deployments.list_jobs(endpoint_name=ENDPOINT, name="green")), [job.name])


def jobs_are_listed_newest_first() -> None:
    jobs = names(ml.batch_endpoints.list_jobs(ENDPOINT))
    equal(len(jobs), 2, "jobs")
    equal(names(ml.jobs.list()), jobs)


def downloaded(job: str, **what: Any) -> Dict[str, List[str]]:
    """The files that `jobs.download` puts into an empty folder, by their paths, each with its lines sorted."""
    with tempfile.TemporaryDirectory() as folder:
        ml.jobs.download(job, download_path=folder, **what)
        files = (path for path in Path(folder).rglob("*") if path.is_file())
        return {path.relative_to(folder).as_posix(): sorted(path.read_text().splitlines()) for path in files}


COUNTS = ["a.txt 1", "b.txt 2", "c.txt 3"]


def what_a_job_has_written_is_downloaded() -> None:
    for job in names(ml.batch_endpoints.list_jobs(ENDPOINT)):
        equal(downloaded(job, output_name="score"), {"named-outputs/score/counts.csv": COUNTS})
        equal(downloaded(job, all=True), {"named-outputs/score/counts.csv": COUNTS})
        equal(downloaded(job, output_name="other"), {})


def the_only_step_of_a_job_has_its_output() -> None:
    for job in names(ml.batch_endpoints.list_jobs(ENDPOINT)):
        (step,) = ml.jobs.list(parent_job_name=job)
        equal((step.display_name, step.status), ("batchscoring", "Completed"))
        equal(ml.jobs.get(step.name).status, "Completed")
        equal(list(ml.jobs.list(parent_job_name=step.name)), [])
        equal(downloaded(step.name, output_name="score"), {"named-outputs/score/counts.csv": COUNTS})


def what_a_job_has_written_where_it_was_told_to_is_downloaded() -> None:
    with tempfile.TemporaryDirectory() as folder:
        texts(folder)
        job = ml.batch_endpoints.invoke(
            ENDPOINT,
            input=Input(type=AssetTypes.URI_FOLDER, path=folder),
            outputs={
                "words": Output(
                    type=AssetTypes.URI_FILE, path="azureml://datastores/workspaceblobstore/paths/told/words.csv"
                )
            },
        )
    ml.jobs.stream(job.name)
    equal(downloaded(job.name, output_name="words"), {"named-outputs/words/words.csv": COUNTS})
    (step,) = ml.jobs.list(parent_job_name=job.name)
    equal(downloaded(step.name, output_name="words"), {"named-outputs/words/words.csv": COUNTS})


def nothing_is_downloaded_of_a_job_under_way() -> None:
    with tempfile.TemporaryDirectory() as folder:
        texts(folder)
        Path(folder, "wait.txt").write_text("until it is canceled")
        job = ml.batch_endpoints.invoke(ENDPOINT, input=Input(type=AssetTypes.URI_FOLDER, path=folder))
    with refused(JobException, "Download is allowed only in states"):
        downloaded(job.name, output_name="score")
    ml.jobs.begin_cancel(job.name).wait()
    equal(ml.jobs.get(job.name).status, "Canceled")
    equal(downloaded(job.name, output_name="score"), {})


def what_is_not_there_is_refused() -> None:
    with refused(HttpResponseError, "there is no file below"):
        ml.batch_endpoints.invoke(
            ENDPOINT,
            input=Input(type=AssetTypes.URI_FOLDER, path="azureml://datastores/workspaceblobstore/paths/nothing"),
        )
    with refused(ResourceNotFoundError, "none"):
        ml.batch_endpoints.get("none")


def everything_is_deleted() -> None:
    ml.batch_endpoints.begin_delete(ENDPOINT).result()
    equal(list(names(ml.batch_endpoints.list())), [])
