"""A folder of `stratum simulate` to arrays on disk: prepare.py COHORT OUTPUT [--precision float32].

Writes waveforms.npy (N, 2500, 12), tabular.npy (N, 7), labels.npy (N, 12), steps.npy and numbers.txt, the N
recordings that pass the quality gate in the order of their files.
"""

import argparse
import pathlib

import numpy as np

import echo
from preprocessing import LEADS, SAMPLES, Recording


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("cohort", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--limit", type=int, help="only the first patients")
    parser.add_argument("--precision", default="float16")
    options = parser.parse_args()
    prepare(options.cohort, options.output, options.limit, options.precision)


def prepare(cohort, output, limit=None, precision="float16"):
    outcomes = echo.read(cohort / "echo.csv")
    files = sorted((cohort / "ecg").glob("*/*.xml"), key=lambda path: path.name)[:limit]
    output.mkdir(parents=True, exist_ok=True)
    shape = (len(files), SAMPLES, LEADS)
    raw = np.memmap(output / "waveforms.raw", dtype=precision, mode="w+", shape=shape)
    numbers, tabular = [], []
    for path in files:
        recording = Recording(path)
        if not recording.may_be_scored():
            continue
        raw[len(numbers)] = recording.waveform()
        numbers.append(recording.number)
        tabular.append(recording.tabular())
    raw.flush()
    save_waveforms(output, raw, len(numbers))
    np.save(output / "tabular.npy", np.stack(tabular))
    np.save(output / "labels.npy", np.stack([outcomes[number][0] for number in numbers]))
    np.save(output / "steps.npy", np.stack([outcomes[number][1] for number in numbers]))
    (output / "numbers.txt").write_text("\n".join(numbers) + "\n")
    print(f"{output}: {len(numbers)} of {len(files)} recordings pass the gate", flush=True)


def save_waveforms(output, raw, count):
    """Copies the rows that were filled, so that the array's length is theirs."""
    target = np.lib.format.open_memmap(
        output / "waveforms.npy", mode="w+", dtype=raw.dtype, shape=(count, SAMPLES, LEADS)
    )
    for start in range(0, count, 1024):
        target[start:start + 1024] = raw[start:min(start + 1024, count)]
    target.flush()
    (output / "waveforms.raw").unlink()


if __name__ == "__main__":
    main()
