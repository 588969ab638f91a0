"""Times NumPy and scikit-learn on the files that StatisticsBenchmark wrote: python3 discrimination.py FOLDER"""

import statistics
import sys
import time

import numpy as np
from scipy.stats import norm

FOLDER = sys.argv[1]


def column(name, n):
    return np.fromfile(f"{FOLDER}/{name}-{n}")


def measure(analysis, n, tool, compute, repeats=5):
    value, times = compute(), []
    for _ in range(repeats):
        start = time.perf_counter()
        value = compute()
        times.append(time.perf_counter() - start)
    print(f"{analysis},{n},{tool},{statistics.median(times):g},{value!r}".replace("np.float64(", "").replace(")", ""))


def midranks(x):
    """Midranks by one argsort."""
    order = np.argsort(x)
    ordered = x[order]
    starts = np.flatnonzero(np.concatenate(([True], ordered[1:] != ordered[:-1])))
    counts = np.diff(np.append(starts, len(x)))
    ranks = np.empty(len(x))
    ranks[order] = np.repeat(starts + 0.5 * (counts + 1), counts)
    return ranks


def placements_by_midranks(labels, scores):
    """Sun and Xu 2014."""
    cases, controls = scores[labels], scores[~labels]
    m, n = len(cases), len(controls)
    together = midranks(np.concatenate((cases, controls)))
    return (together[:m] - midranks(cases)) / n, 1 - (together[m:] - midranks(controls)) / m


def placements_by_search(labels, scores):
    """Sorts the two classes and looks each up in the other."""
    cases, controls = np.sort(scores[labels]), np.sort(scores[~labels])
    m, n = len(cases), len(controls)
    below = (np.searchsorted(controls, cases, "left") + np.searchsorted(controls, cases, "right")) / (2 * n)
    above = 1 - (np.searchsorted(cases, controls, "left") + np.searchsorted(cases, controls, "right")) / (2 * m)
    return below, above


def lower_limit(placements, labels, scores):
    of_cases, of_controls = placements(labels, scores)
    variance = of_cases.var(ddof=1) / len(of_cases) + of_controls.var(ddof=1) / len(of_controls)
    return of_cases.mean() - norm.ppf(0.975) * np.sqrt(variance)


def z(labels, scores, others):
    a1, a0 = placements_by_midranks(labels, scores)
    b1, b0 = placements_by_midranks(labels, others)
    variance = np.var(a1 - b1, ddof=1) / len(a1) + np.var(a0 - b0, ddof=1) / len(a0)
    return (a1.mean() - b1.mean()) / np.sqrt(variance)


def bootstrap_error(labels, scores, replicates=2000):
    """Resamples places among the distinct scores and counts them, so that no replicate sorts."""
    generator = np.random.default_rng(42)
    distinct, places = np.unique(scores, return_inverse=True)
    cases, controls = places[labels], places[~labels]
    areas = np.empty(replicates)
    for r in range(replicates):
        drawn = np.bincount(controls[generator.integers(0, len(controls), len(controls))], minlength=len(distinct))
        found = np.bincount(cases[generator.integers(0, len(cases), len(cases))], minlength=len(distinct))
        areas[r] = np.dot(found, np.cumsum(drawn) - 0.5 * drawn) / (len(cases) * len(controls))
    return areas.std(ddof=1)


n = 1_000_000
labels, scores = column("labels", n) == 1, column("scores", n)
measure("auroc_delong", n, "NumPy argsort", lambda: lower_limit(placements_by_midranks, labels, scores))
measure("auroc_delong", n, "NumPy sort+search", lambda: lower_limit(placements_by_search, labels, scores))

from sklearn.metrics import average_precision_score

measure("average_precision", n, "scikit-learn", lambda: average_precision_score(labels, scores))

n = 100_000
labels, scores, others = column("labels", n) == 1, column("scores", n), column("others", n)
measure("auroc_paired_delong", n, "NumPy argsort", lambda: z(labels, scores, others))

n = 20_000
labels, scores = column("labels", n) == 1, column("scores", n)
measure("auroc_bootstrap_2000", n, "NumPy bincount", lambda: bootstrap_error(labels, scores), repeats=1)
