"""Azure's own classifiers of handwritten digits: with Torch, and with Keras beside it."""

from local import client, equal
from public_batch import DEPLOYMENTS, EXAMPLES, deploy, make_cluster, make_endpoint, score

ml = client()
MNIST = DEPLOYMENTS / "mnist-classifier"
DIGITS = EXAMPLES / "cli" / "jobs" / "pipelines" / "mnist-batch-identification-using-parallel" / "mnist_mltable" / "mnist"
ENDPOINT = "mnist-batch"


def their_endpoint_is_made() -> None:
    make_cluster(ml)
    equal(make_endpoint(ml, MNIST / "endpoint.yml"), ENDPOINT)
    equal(ml.batch_endpoints.get(ENDPOINT).tags, {"type": "deep-learning"})


def the_classifier_with_torch_scores_their_digits() -> None:
    name = deploy(ml, ENDPOINT, MNIST / "deployment-torch" / "deployment.yml")
    equal(score(ml, ENDPOINT, name, str(DIGITS)), ["predictions.csv"])


def the_classifier_with_keras_scores_them_too() -> None:
    name = deploy(ml, ENDPOINT, MNIST / "deployment-keras" / "deployment.yml")
    equal(score(ml, ENDPOINT, name, str(DIGITS)), ["predictions.csv"])
