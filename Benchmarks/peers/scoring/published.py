"""Times the steps of the published pipeline, run as it publishes them: python3 published.py ECGS WORK

The steps of EchoNext's mini-model (PierreElias/IntroECG, folder 7): each document into a dictionary by xmltodict, counts
by struct, a table of leads, both running medians by scipy.signal.medfilt, arrays kept as files between the steps, lead
by lead truncated and scaled, tabular values through a fitted scikit-learn pipeline, and the network in PyTorch with its
batch normalisation. It is written anew here, in one process and without the published messages.
"""

import base64
import pathlib
import struct
import sys
import tempfile

import numpy as np
import pandas as pd
import scipy.signal
import torch
import xmltodict
from sklearn.impute import SimpleImputer
from sklearn.pipeline import Pipeline
from sklearn.preprocessing import StandardScaler
from torch import nn

from lean import DEVIATION, LOWER, MEAN, TABULAR, UPPER, documents
from timing import measure
from weights import tensors

LEADS = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
SCALED = {"age_at_ecg": "PatientAge", "ventricular_rate": "VentricularRate", "atrial_rate": "AtrialRate",
          "pr_interval": "PRInterval", "qrs_duration": "QRSDuration", "qt_corrected": "QTCorrected"}


def parse(document):
    return xmltodict.parse(document.decode("utf8"))["RestingECG"]


def metadata(ecg):
    patient, measured = ecg["PatientDemographics"], ecg["RestingECGMeasurements"]
    values = {name: float({**measured, **patient}.get(tag) or np.nan) for name, tag in SCALED.items()}
    return values | {"sex": patient.get("Gender"), "birth_dt": pd.to_datetime(patient.get("DateofBirth")),
                     "acquired": pd.to_datetime(ecg["TestDemographics"]["AcquisitionDate"] + " "
                                                + ecg["TestDemographics"]["AcquisitionTime"])}


def waveform(ecg):
    """(2500, 12, 1)"""
    parts = ecg["Waveform"]
    leads = {}
    for lead in (parts[-1] if isinstance(parts, list) else parts)["LeadData"]:
        data = base64.b64decode(bytes(lead["WaveFormData"], "utf-8"))
        counts = np.array(struct.unpack("h" * (len(data) // 2), data))
        leads[lead["LeadID"]] = counts[::2] if lead["LeadSampleCountTotal"] == "5000" else counts
    leads["III"] = leads["II"] - leads["I"]
    leads["aVR"] = -(leads["I"] + leads["II"]) / 2
    leads["aVF"] = leads["II"] - leads["I"] / 2
    leads["aVL"] = leads["I"] - leads["II"] / 2
    return np.expand_dims(pd.DataFrame(leads)[LEADS], axis=-1)


def without_baseline(array):
    """(2500, 12, 1), from the same without the last axis."""
    leads = array.T
    result = np.zeros(leads.shape)
    for index in range(12):
        baseline = scipy.signal.medfilt(scipy.signal.medfilt(leads[index], 51), 151)
        result[index] = leads[index] - baseline
    return np.expand_dims(result.T, axis=-1)


def normalised(arrays):
    """(N, 1, 2500, 12)"""
    data = np.transpose(arrays, axes=[0, 2, 1, 3])
    np.mean(data, axis=(0, 2, 3)), np.std(data, axis=(0, 2, 3))
    for lead in range(12):
        data[:, lead] = np.where(data[:, lead] > UPPER[lead], UPPER[lead], data[:, lead])
        data[:, lead] = np.where(data[:, lead] < LOWER[lead], LOWER[lead], data[:, lead])
        data[:, lead] = (data[:, lead] - MEAN[lead]) / DEVIATION[lead]
    np.mean(data, axis=(0, 2, 3)), np.std(data, axis=(0, 2, 3))
    return np.transpose(data, axes=[0, 3, 2, 1])


def fitted_pipeline():
    """A pipeline with the published constants, as if it had been fitted to the published data."""
    pipeline = Pipeline([("scale", StandardScaler()), ("impute", SimpleImputer(strategy="median"))])
    pipeline.fit(pd.DataFrame(np.zeros((2, 6)), columns=list(SCALED)))
    scale, impute = pipeline.named_steps["scale"], pipeline.named_steps["impute"]
    constants = np.array(TABULAR)
    scale.mean_, scale.scale_, impute.statistics_ = constants.T
    return pipeline


def tabular(table, pipeline):
    table = table.copy()
    table["sex"] = table["sex"].str.lower().map({"male": 1, "female": 0})
    # The published code takes them as they come: 0 where the device measured nothing.
    table[["atrial_rate", "pr_interval"]] = table[["atrial_rate", "pr_interval"]].fillna(0)
    for name in ("ventricular_rate", "qrs_duration", "qt_corrected"):
        table[name] = table[name].replace(0, np.nan)
    table["age_at_ecg"] = table["age_at_ecg"].clip(upper=90)
    return np.column_stack([table["sex"], pipeline.transform(table[list(SCALED)])]).astype(np.float32)


class Block(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv1d(inputs, outputs, 7, stride, 3, bias=False)
        self.bn1 = nn.BatchNorm1d(outputs)
        self.conv2 = nn.Conv1d(outputs, outputs, 7, 1, 3, bias=False)
        self.bn2 = nn.BatchNorm1d(outputs)
        self.downsample = None
        if stride != 1:
            self.downsample = nn.Sequential(nn.Conv1d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm1d(outputs))

    def forward(self, x):
        passed = x if self.downsample is None else self.downsample(x)
        return torch.relu(self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x))))) + passed)


class Network(nn.Module):
    def __init__(self, width, outputs):
        super().__init__()
        self.conv1, self.bn1 = nn.Conv1d(12, width, 15, 2, 7, bias=False), nn.BatchNorm1d(width)
        self.pool, inputs = nn.MaxPool1d(3, 2, 1), width
        for stage, blocks in enumerate([3, 4, 6, 3]):
            layers = []
            for block in range(blocks):
                layers.append(Block(inputs, width << stage, 2 if stage and not block else 1))
                inputs = width << stage
            self.add_module(f"layer{stage + 1}", nn.Sequential(*layers))
        self.output = nn.Linear(2 * inputs + 7, outputs)

    def forward(self, x, values):
        x = self.pool(torch.relu(self.bn1(self.conv1(x.squeeze(1).transpose(1, 2)))))
        x = self.layer4(self.layer3(self.layer2(self.layer1(x))))
        return self.output(torch.cat([x.mean(2), x.amax(2), values], 1))


def network(file):
    state = {name: torch.from_numpy(values.copy()) for name, values in tensors(file).items()}
    outputs, features = state["output.weight"].shape
    result = Network((features - 7) // 16, outputs)
    result.load_state_dict(state, strict=False)
    return result.eval()


@torch.no_grad()
def score(files, model, pipeline, folder):
    rows = []
    for index, document in enumerate(files):
        ecg = parse(document)
        rows.append(metadata(ecg))
        array = waveform(ecg)
        np.save(folder / f"{index}.npy", array)
        np.save(folder / f"{index}-processed.npy", without_baseline(array.squeeze()))
    arrays = np.array([np.load(folder / f"{index}-processed.npy") for index in range(len(files))])
    waves, values = normalised(arrays), tabular(pd.DataFrame(rows), pipeline)
    total = 0.0
    for wave, value in zip(waves, values):
        logits = model(torch.from_numpy(wave[None].astype(np.float32)), torch.from_numpy(value[None]))
        total += float(logits.double().sum())
    return total


def main(folder, work):
    torch.set_num_threads(1)
    files, model, pipeline = documents(folder), network(pathlib.Path(work) / "network.safetensors"), fitted_pipeline()
    with tempfile.TemporaryDirectory() as name:
        measure("muse_to_logits", len(files), "Python as published",
                lambda: score(files, model, pipeline, pathlib.Path(name)))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
