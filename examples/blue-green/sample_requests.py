"""Writes sample-requests/*.json: rows of the quarter of the data that the models never saw, as an endpoint takes them."""

import json

from train import HERE, split


def main():
    _, rows, _, diagnoses = split()
    first = {diagnosis: list(diagnoses).index(diagnosis) for diagnosis in ("benign", "malignant")}
    write("benign", rows[[first["benign"]]])
    write("malignant", rows[[first["malignant"]]])
    write("five-tumours", rows[:5])


def write(name, rows):
    file = HERE / "sample-requests" / f"{name}.json"
    file.write_text(json.dumps({"data": rows.tolist()}) + "\n")


if __name__ == "__main__":
    main()
