import json
import os
import time


def init():
    print("hello from init")
    time.sleep(float(os.environ.get("SLOW_INIT", 0)))
    if os.environ.get("FAIL_INIT"):
        raise RuntimeError("the model is broken")


def run(data):
    asked = json.loads(data)
    time.sleep(asked.get("sleep", 0))
    if asked.get("crash"):
        os.kill(os.getppid(), 9)
        time.sleep(60)
    return {"version": 2, "pid": os.getpid(), "environment": dict(os.environ), "cwd": os.getcwd()}
