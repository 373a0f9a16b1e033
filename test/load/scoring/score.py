import json
import os
import time


def init():
    print("ready to score")


def run(data):
    time.sleep(json.loads(data)["sleep"])
    return {"version": os.environ["VERSION"]}
