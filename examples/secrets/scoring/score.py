"""Answers who asks with what it was given, never with a secret itself: of those it tells the length and a digest."""

import hashlib
import os


def init():
    print("ready to score")


def run(_data):
    return {name: seen(os.environ[name]) for name in ("PAYMENTS_KEY", "DB_PASSWORD")} | {
        "payments": os.environ["PAYMENTS_URL"]
    }


def seen(secret):
    return {"length": len(secret), "sha256": hashlib.sha256(secret.encode()).hexdigest()[:12]}
