"""Measures weights with Stratum's own engine: measure.py STRATUM WEIGHTS PREPARED OUTPUT.

Lays the prepared recordings out as PhysioNet does EchoNext's, has `stratum model score` score them, and writes to
OUTPUT logits.npy, performance.json, deciles.csv (structural heart disease) and reliability.svg.
"""

import argparse
import csv
import io
import json
import math
import pathlib
import subprocess
import tempfile

import numpy as np

from drawing import reliability
from echo import LABELS
from train import area


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("stratum")
    parser.add_argument("weights", type=pathlib.Path)
    parser.add_argument("prepared", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    options = parser.parse_args()
    options.output.mkdir(parents=True, exist_ok=True)
    logits = scored(options.stratum, options.weights, options.prepared)
    np.save(options.output / "logits.npy", logits)
    labels = np.load(options.prepared / "labels.npy")
    performance = [line(name, logits[:, k], labels[:, k]) for k, name in enumerate(LABELS)]
    (options.output / "performance.json").write_text(json.dumps(performance, indent=2) + "\n")
    for entry in performance:
        print(f"{entry['output']:42} AUROC {entry['auroc']:.4f}  {entry['events']}/{entry['recordings']}")
    groups = deciles(probabilities(logits[:, -1]), labels[:, -1])
    with open(options.output / "deciles.csv", "w", newline="") as file:
        csv.writer(file).writerows([["recordings", "predicted", "found", "lower", "upper"], *groups])
    (options.output / "reliability.svg").write_text(reliability(groups))


def scored(stratum, weights, prepared):
    """(N, 12) logits, in the order of the arrays."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for source, target in [("waveforms", "waveforms"), ("tabular", "tabular_features")]:
            (folder / f"EchoNext_test_{target}.npy").symlink_to((prepared / f"{source}.npy").resolve())
        numbers = (prepared / "numbers.txt").read_text().split()
        table = "record_number,split\n" + "".join(f"{number},test\n" for number in numbers)
        (folder / "echonext_metadata_100k.csv").write_text(table)
        command = [stratum, "model", "score", "--weights", str(weights), "--data-set", name, "--split", "test"]
        output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    rows = list(csv.DictReader(io.StringIO(output)))
    assert [row["record_number"] for row in rows] == numbers
    return np.array([[float(row[f"logit_{k + 1}"]) for k in range(len(LABELS))] for row in rows])


def line(name, scores, found):
    return {"output": name, "auroc": round(float(area(scores, found)), 4), "events": int(found.sum()),
            "recordings": len(found)}


def probabilities(logits):
    return 1 / (1 + np.exp(-logits))


def deciles(predicted, found):
    """Ten groups of equal size by predicted risk: size, mean predicted, share found, its Wilson interval."""
    groups = np.array_split(np.argsort(predicted, kind="stable"), 10)
    return [
        [len(group), *(round(float(value), 4) for value in (
            predicted[group].mean(), found[group].mean(), *wilson(found[group].sum(), len(group))))]
        for group in groups
    ]


def wilson(cases, count, z=1.959964):
    share, spread = cases / count, z * z / count
    middle = (share + spread / 2) / (1 + spread)
    half = z * math.sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    return middle - half, middle + half


if __name__ == "__main__":
    main()
