"""The card of the trained model, as Stratum writes cards: card.py FOLDER, the folder of make.sh."""

import json
import pathlib
import sys

import numpy as np

from echo import LABELS
from train import SEED, WIDTH


def main():
    work = pathlib.Path(sys.argv[1])
    training = len(np.load(work / "prepared/2025/labels.npy", mmap_mode="r"))
    population = "simulated ECGs of seed 2027, 10,000 patients before the quality gate, not seen in fitting"
    card = {
        "id": "shd-simulated",
        "title": "Structural heart disease, fitted to simulated ECGs",
        "architecture": "resnet1d-tabular",
        "preprocessing": "echonext-1",
        "intendedUse": "For demonstration and testing only. It has seen simulated ECGs and nothing else: its output "
        "says nothing about a person. Never for patients.",
        "notForPatients": True,
        "weightsSHA256": (work / "digest.txt").read_text().strip(),
        "outputs": [{"label": label} for label in LABELS],
        "operatingPoints": [],
        "fitting": {
            "description": f"{training} simulated ECGs of seed {SEED}; all layers of width {WIDTH} trained with "
            "cross-entropy on labels and finer echocardiographic steps, without class weights; "
            "made by: Models/recipe/make.sh",
            "seed": SEED,
            "recordings": training,
        },
        "performance": [
            line | {"population": population} for line in json.loads((work / "measured/performance.json").read_text())
        ],
    }
    text = json.dumps(card, indent=2, sort_keys=True, ensure_ascii=False, separators=(",", " : "))
    # Foundation breaks the line inside an empty array.
    print(text.replace("[]", "[\n\n  ]"))


if __name__ == "__main__":
    main()
