"""A model whose answer for a file takes as much work as BENCH_WORK says, in rounds of SHA-256."""
import hashlib, os


def init():
    global rounds
    rounds = int(os.environ["BENCH_WORK"])


def run(mini_batch):
    return [f"{os.path.basename(path)} {score(path)}" for path in mini_batch]


def score(path):
    with open(path, "rb") as file:
        digest = file.read()
    for _ in range(rounds):
        digest = hashlib.sha256(digest).digest()
    return digest.hex()[:8]
