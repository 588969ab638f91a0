"""Trains the demonstration model: train.py TRAINING VALIDATION OUTPUT, folders as prepare.py writes them.

First the leading block of each of the network's four stages learns from five seconds of each recording, turned at
random; then from ten seconds as they are; at last all blocks do. No class weights: the outputs are calibrated as they
come. One thread, so that the same arrays and seed give the same weights on the same kind of machine.
"""

import argparse
import dataclasses
import pathlib
import time

import numpy as np
import torch
from scipy.stats import rankdata
from torch import nn

import echo
from augmentation import turned
from network import ResNet1DTabular
from preprocessing import SAMPLES

BATCH, WIDTH, SEED = 64, 8, 2025


@dataclasses.dataclass
class Phase:
    """One descent of the learning rate, from `rate` to nothing."""

    epochs: float
    rate: float
    length: int
    shallow: bool
    turns: bool


PHASES = [
    Phase(epochs=20, rate=8e-3, length=SAMPLES // 2, shallow=True, turns=True),
    Phase(epochs=3, rate=2e-3, length=SAMPLES, shallow=True, turns=False),
    Phase(epochs=1, rate=1e-3, length=SAMPLES, shallow=False, turns=False),
]


class Cohort:
    """Prepared recordings; the waveforms stay on disk."""

    def __init__(self, folder):
        self.waveforms = np.load(folder / "waveforms.npy", mmap_mode="r")
        self.tabular = np.load(folder / "tabular.npy")
        self.labels = np.load(folder / "labels.npy")
        self.steps = np.load(folder / "steps.npy")

    def __len__(self):
        return len(self.labels)

    def batch(self, rows, length=SAMPLES, generator=None):
        """Tensors of these recordings: a window of `length` samples, turned if there is a generator."""
        starts = np.zeros(len(rows), int) if generator is None else generator.integers(
            0, SAMPLES - length + 1, len(rows))
        x = np.stack([self.waveforms[row, start:start + length] for row, start in zip(rows, starts)])
        x = x.astype(np.float32)
        if generator is not None:
            x = turned(x, generator)
        x = torch.from_numpy(x)[:, None].permute(0, 3, 1, 2)
        return x, torch.from_numpy(self.tabular[rows])


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("training", type=pathlib.Path)
    parser.add_argument("validation", type=pathlib.Path)
    parser.add_argument("output", type=pathlib.Path)
    parser.add_argument("--after", type=int, default=0, help="goes on from the checkpoint of this phase")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(SEED)
    torch.use_deterministic_algorithms(True)
    options.output.mkdir(parents=True, exist_ok=True)
    training, validation = Cohort(options.training), Cohort(options.validation)
    network = ResNet1DTabular(WIDTH, len(echo.LABELS), echo.STEPS).to(memory_format=torch.channels_last)
    run = Run(network, training, validation, options)
    if options.after:
        network.load_state_dict(torch.load(options.output / f"phase{options.after}.pt"))
    for number, phase in enumerate(PHASES, 1):
        if number > options.after:
            run.train(number, phase)
    measure_statistics(network, training)
    run.save("final")
    print("validation", areas(network, validation), flush=True)


class Run:
    def __init__(self, network, training, validation, options):
        self.network, self.training, self.validation = network, training, validation
        self.output = options.output

    def train(self, number, phase):
        self.network.shallow = phase.shallow
        generator = np.random.default_rng([SEED, number])
        optimiser = torch.optim.AdamW(self.network.parameters(), lr=phase.rate, weight_decay=0.02)
        per_epoch = len(self.training) // BATCH
        total = max(2, round(phase.epochs * per_epoch))
        schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, phase.rate, total_steps=total, pct_start=0.25)
        losses, started = [], time.process_time()
        for step in range(total):
            if step % per_epoch == 0:
                order = generator.permutation(len(self.training))
            rows = np.sort(order[step % per_epoch * BATCH:][:BATCH])
            losses.append(self.step(rows, phase, generator, optimiser))
            schedule.step()
            if (step + 1) % per_epoch == 0 or step + 1 == total:
                self.save(f"phase{number}")
                seconds = time.process_time() - started
                print(f"phase {number} epoch {(step + 1) / per_epoch:.2f}  loss {np.mean(losses):.4f}  "
                      f"CPU {seconds:.0f} s", flush=True)
                losses = []
        (self.output / f"done{number}").touch()
        print("validation", areas(self.network, self.validation, phase.length), flush=True)

    def step(self, rows, phase, generator, optimiser):
        """One batch; the loss of the labels alone."""
        self.network.train()
        x, tabular = self.training.batch(rows, phase.length, generator if phase.turns else None)
        logits, steps = self.network(x, tabular)
        main = nn.functional.binary_cross_entropy_with_logits(
            logits, torch.from_numpy(self.training.labels[rows]))
        loss = main + helper_loss(steps, torch.from_numpy(self.training.steps[rows]))
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        return main.item()

    def save(self, name):
        torch.save(self.network.state_dict(), self.output / f"{name}.pt")


def helper_loss(logits, steps):
    """Mean over the steps that are known."""
    known = ~torch.isnan(steps)
    return nn.functional.binary_cross_entropy_with_logits(logits[known], steps[known])


@torch.no_grad()
def measure_statistics(network, cohort, count=2048):
    """Batch normalisation's means and variances, over recordings as they are scored."""
    for module in network.modules():
        if isinstance(module, nn.BatchNorm2d):
            module.reset_running_stats()
            module.momentum = None
    network.train()
    rows = np.sort(np.random.default_rng([SEED, 3]).permutation(len(cohort))[:count])
    for start in range(0, len(rows), BATCH):
        network(*cohort.batch(rows[start:start + BATCH]))


@torch.no_grad()
def areas(network, cohort, length=SAMPLES):
    """AUROC of each output, then the mean loss."""
    network.eval()
    logits = torch.cat([
        network(*cohort.batch(np.arange(start, min(start + BATCH, len(cohort))), length))[0]
        for start in range(0, len(cohort), BATCH)
    ])
    found = cohort.labels
    areas = [area(logits[:, k].numpy(), found[:, k]) for k in range(found.shape[1])]
    loss = nn.functional.binary_cross_entropy_with_logits(logits, torch.from_numpy(found)).item()
    return " ".join(f"{value:.3f}" for value in areas) + f"  loss {loss:.4f}"


def area(scores, found):
    cases = found.sum()
    return (rankdata(scores)[found > 0].sum() - cases * (cases + 1) / 2) / (cases * (len(found) - cases))


if __name__ == "__main__":
    main()
