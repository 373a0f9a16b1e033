"""Runs checks of Microsoft's SDK one by one: `python run.py MODULE`.

A line on standard input names a check, a function of `checks/MODULE.py`; a JSON line on standard output answers how it
ended, `{"fault": null}` or the text of what went wrong. One process for all checks of a module: importing the SDK
takes seconds, and a check may build on what the one before has made.
"""

import importlib
import json
import os
import sys
import traceback
from typing import Optional


def fault_of(module: str, name: str) -> Optional[str]:
    """What goes wrong in a check, or None."""
    try:
        getattr(importlib.import_module(f"checks.{module}"), name)()
        return None
    except Exception:  # whatever it is, it is this check's result
        return traceback.format_exc()


def main(module: str) -> None:
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # the SDK prints its progress
    for line in sys.stdin:
        answers.write(json.dumps({"fault": fault_of(module, line.strip())}) + "\n")
        answers.flush()


if __name__ == "__main__":
    main(sys.argv[1])
