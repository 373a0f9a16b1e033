"""Answers with the name of the release. A broken release fails for every customer with an odd number."""

import json
import os


def init():
    print("ready to score")


def run(data):
    customer = json.loads(data)["customer"]
    if os.environ.get("BROKEN") == "true" and customer % 2 == 1:
        raise RuntimeError("this release is broken")
    return {"customer": customer, "release": os.environ["RELEASE"]}
