"""Scores patients with a deep Cox model in pandas and NumPy, float64: patients.py WEIGHTS CARD INPUT OUTPUT

The formulas as one would write them: read the table, scale its columns, five dense networks by matrix products, the
linear predictor, the probabilities, the tier; write the table.
"""

import json
import struct
import sys

import numpy as np
import pandas as pd

weights_path, card_path, input_path, output_path = sys.argv[1:]
with open(weights_path, "rb") as file:
    (length,) = struct.unpack("<Q", file.read(8))
    header = json.loads(file.read(length))
    payload = file.read()
header.pop("__metadata__", None)
tensors = {
    name: np.frombuffer(payload[slice(*entry["data_offsets"])], "<f4").reshape(entry["shape"]).astype(np.float64)
    for name, entry in header.items()
}
with open(card_path) as file:
    survival = json.load(file)["survival"]

inputs = survival["inputs"]
table = pd.read_csv(input_path, usecols=["row_id"] + [entry["name"] for entry in inputs])
x = table[[entry["name"] for entry in inputs]].to_numpy(np.float64)
x = (x - [entry.get("mean", 0) for entry in inputs]) / [entry.get("sd", 1) for entry in inputs]

folds = []
while f"fold_{len(folds)}.layer1.weight" in tensors:
    values, layer = x, 1
    while (name := f"fold_{len(folds)}.layer{layer}") + ".weight" in tensors:
        values = np.tanh(values @ tensors[name + ".weight"] + tensors[name + ".bias"])
        layer += 1
    folds.append(values[:, 0])
deep = np.mean(folds, axis=0)
predictor = x @ [entry["coefficient"] for entry in inputs] + survival["deepScore"]["coefficient"] * deep

result = pd.DataFrame({"row_id": table["row_id"], "score_dl": deep, "score_final": predictor})
for point in survival["baseline"]:
    result[f"p{point['day']}"] = -np.expm1(-point["cumulativeHazard"] * np.exp(predictor))
bands = survival["tiers"]["bands"]
ends = [band["upTo"] for band in bands[:-1]]
probability = result[f"p{survival['tiers']['day']}"]
result["tier"] = np.array([band["label"] for band in bands])[np.searchsorted(ends, probability, side="left")]
result.to_csv(output_path, index=False)
