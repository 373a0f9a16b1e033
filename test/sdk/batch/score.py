"""Counts the words of each file; one named `wait…` is never done."""

import os
import time


def init() -> None:
    print("counting begins")


def count(path: str) -> str:
    name = os.path.basename(path)
    if name.startswith("wait"):
        time.sleep(3600)
    return f"{name} {len(open(path).read().split())}"


def run(mini_batch: list) -> list:
    return [count(path) for path in mini_batch]
