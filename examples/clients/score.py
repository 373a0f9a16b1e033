"""Scores the file that it is given, with Python's own modules.

ENDPOINT_CONNECTION is what a component's `connection({ with: "keys" })` gives as JSON. What passes is tried again: 408,
429, 503 and lost connections, after a random share of a pause that doubles, or after what the service asks for. The other
key is taken where one is refused.
"""

import json
import os
import random
import sys
import time
import urllib.error
import urllib.request

TRIES = 4
FIRST_PAUSE = 0.2  # seconds
TIMEOUT = 200  # seconds; the service's own limit is 180


def score(connection: dict, body: bytes) -> object:
    """The model's answer. Raises RuntimeError with what the service says where there is none."""
    keys = [connection[name] for name in ("key", "otherKey") if name in connection]
    if not keys:
        raise RuntimeError("there is no key in ENDPOINT_CONNECTION; export the connection with keys")
    failures = 0
    while True:
        pause = 0.0
        try:
            with urllib.request.urlopen(request(connection, keys[0], body), timeout=TIMEOUT) as answer:
                return json.load(answer)
        except urllib.error.HTTPError as error:
            if error.code == 401 and len(keys) > 1:
                keys.pop(0)
                continue
            model = error.headers.get("ms-azureml-model-error-statuscode")
            said = f"{error.code}{f', the model itself {model}' if model else ''}: {error.read().decode(errors='replace')}"
            if error.code not in (408, 429, 503):
                raise RuntimeError(said) from None
            after = error.headers.get("Retry-After", "")
            pause = float(after) if after.isdigit() else 0.0
        except OSError as error:
            said = f"{connection['scoringUri']} can't be reached: {error}"
        failures += 1
        if failures == TRIES:
            raise RuntimeError(said) from None
        time.sleep(pause + random.uniform(0, FIRST_PAUSE * 2 ** (failures - 1)))


def request(connection: dict, key: str, body: bytes) -> urllib.request.Request:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
    if "deployment" in connection:
        headers["azureml-model-deployment"] = connection["deployment"]
    return urllib.request.Request(connection["scoringUri"], data=body, headers=headers)


if __name__ == "__main__":
    try:
        with open(sys.argv[1], "rb") as file:
            print(json.dumps(score(json.loads(os.environ["ENDPOINT_CONNECTION"]), file.read())))
    except (RuntimeError, OSError) as error:
        sys.exit(str(error))
