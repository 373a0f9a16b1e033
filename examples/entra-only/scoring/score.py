"""Answers that somebody was let in."""


def init():
    print("ready to score")


def run(_data):
    return {"welcome": True}
