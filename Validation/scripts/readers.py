"""Cases of reader studies: cd Validation/scripts && python3 readers.py

numpy and scipy, by the definitions: covariances by leaving out one case after another, and the bootstrap with the
generators that the product specifies, written here anew.
"""

import platform
import random

import numpy
import scipy
from scipy import stats

from case_writer import case, write_cases

MASK = (1 << 64) - 1
MEASURES = {"accuracy": (True, False), "sensitivity": (True,), "specificity": (False,)}


class SplitMix64:
    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        bits = self.state
        bits = ((bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & MASK
        return bits ^ (bits >> 31)


class Xoshiro256:
    def __init__(self, seed):
        seeds = SplitMix64(seed)
        self.state = [seeds.next() for _ in range(4)]

    def next(self):
        def turned(x, k):
            return ((x << k) | (x >> (64 - k))) & MASK

        s = self.state
        result = (turned((s[1] * 5) & MASK, 7) * 9) & MASK
        shifted = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= shifted
        s[3] = turned(s[3], 45)
        return result

    def below(self, bound):
        while True:
            product = bound * self.next()
            if (product & MASK) >= (1 << 64) % bound:
                return product >> 64


def mean_of(rows, readers, cases, covered):
    """Means over drawn readers: first arm, second arm, difference; None where nobody has such a case."""
    lists = ([], [], [])
    for reader in readers:
        shares = []
        for arm in (0, 1):
            calls = [rows[reader, arm, c][0] for c in cases if (reader, arm, c) in rows and rows[reader, arm, c][1] in covered]
            shares.append(sum(calls) / len(calls) if calls else None)
        for place in (0, 1):
            if shares[place] is not None:
                lists[place].append(shares[place])
        if None not in shares:
            lists[2].append(shares[1] - shares[0])
    return [sum(values) / len(values) if values else None for values in lists]


def bootstrap(rows, readers, diseased, healthy, replicates, seed):
    drawn = {name: ([], [], []) for name in MEASURES}
    seeds = SplitMix64(seed)
    for _ in range(replicates):
        generator = Xoshiro256(seeds.next())
        chosen = [readers[generator.below(len(readers))] for _ in readers]
        cases = [diseased[generator.below(len(diseased))] for _ in diseased]
        cases += [healthy[generator.below(len(healthy))] for _ in healthy]
        for name, covered in MEASURES.items():
            for values, value in zip(drawn[name], mean_of(rows, chosen, cases, covered)):
                if value is not None:
                    values.append(value)
    return drawn


def estimate(value, values, conf):
    if value is None:
        return {"estimate": None, "lower": None, "upper": None}
    if not values:
        return {"estimate": value, "lower": None, "upper": None}
    lower, upper = numpy.quantile(values, [(1 - conf) / 2, 1 - (1 - conf) / 2])
    return {"estimate": value, "lower": float(lower), "upper": float(upper)}


def around(value, variance, df, conf):
    if variance == 0:
        return {"estimate": value, "lower": None, "upper": None}
    half = stats.t.ppf(1 - (1 - conf) / 2, df) * variance ** 0.5
    return {"estimate": value, "lower": value - half, "upper": value + half}


def obuchowski_rockette(rows, readers, cases, covered, conf):
    used = [c for c in cases if rows[readers[0], 0, c][1] in covered]
    x = numpy.array([[[rows[j, i, c][0] for c in used] for j in readers] for i in (0, 1)], dtype=float)
    n, r = len(used), len(readers)
    theta = x.mean(axis=2)
    left = numpy.stack([numpy.delete(x, k, axis=2).mean(axis=2).ravel() for k in range(n)])
    centred = left - left.mean(axis=0)
    cov = ((n - 1) / n * centred.T @ centred).reshape(2, r, 2, r)
    pairs = [(j, k) for j in range(r) for k in range(r) if j != k]
    error = numpy.mean([cov[i, j, i, j] for i in (0, 1) for j in range(r)])
    cov1 = numpy.mean([cov[0, j, 1, j] for j in range(r)])
    per_arm = [numpy.mean([cov[i, j, i, k] for j, k in pairs]) for i in (0, 1)]
    cov3 = numpy.mean([cov[0, j, 1, k] for j, k in pairs])
    cov2 = numpy.mean(per_arm)
    arms = theta.mean(axis=1)
    inner = theta - arms[:, None] - theta.mean(axis=0)[None, :] + theta.mean()
    ms_inner = (inner ** 2).sum() / (r - 1)
    ms_arms = r * ((arms - theta.mean()) ** 2).sum()
    below = ms_inner + max(0, r * (cov2 - cov3))
    if below < 1e-15:
        tests = {"f": None, "df2": None, "p": None}
        difference = {"estimate": float(arms[1] - arms[0]), "lower": None, "upper": None}
        below = 0
    else:
        df = below ** 2 / (ms_inner ** 2 / (r - 1))
        f = ms_arms / below
        tests = {"f": f, "df2": df, "p": float(stats.f.sf(f, 1, df))}
        difference = around(float(arms[1] - arms[0]), 2 / r * below, df, conf)
    single = []
    for i in (0, 1):
        ms = theta[i].var(ddof=1)
        total = ms + max(0, r * per_arm[i])
        df = total ** 2 * (r - 1) / ms ** 2 if ms > 0 else numpy.inf
        single.append(around(float(arms[i]), total / r, df, conf))
    return {
        "first": single[0], "second": single[1], "difference": difference, "se": (2 / r * below) ** 0.5, "df1": 1,
        "ms_arms": ms_arms, "ms_interaction": ms_inner, "error_variance": error, "cov1": cov1, "cov2": cov2,
        "cov3": cov3, **tests,
    }


def study_case(name, tag, readings, seed, replicates=200, conf=0.95, crossed=True):
    rows = {(reader, arm, c): (int(call == truth), truth == 1) for reader, c, arm, call, truth in readings}
    readers = sorted({reading[0] for reading in readings})
    cases = sorted({reading[1] for reading in readings})
    truth = {reading[1]: reading[4] for reading in readings}
    diseased = [c for c in cases if truth[c]]
    healthy = [c for c in cases if not truth[c]]
    drawn = bootstrap(rows, readers, diseased, healthy, replicates, seed)
    overall = {}
    for measure, covered in MEASURES.items():
        values = mean_of(rows, readers, cases, covered)
        means = [estimate(value, list_, conf) for value, list_ in zip(values, drawn[measure])]
        missing = replicates - min(len(list_) for list_ in drawn[measure])
        crossed_result = None
        if crossed and len(readers) > 1:
            crossed_result = obuchowski_rockette(rows, readers, cases, covered, conf)
        overall[measure] = {
            "first": means[0], "second": means[1], "difference": means[2], "undefined_replicates": missing,
            "obuchowski_rockette": crossed_result,
        }
    names = ["alone", "aided"]
    given = {
        "reader": [r[0] for r in readings], "case": [r[1] for r in readings], "arm": [names[r[2]] for r in readings],
        "call": [r[3] for r in readings], "truth": [r[4] for r in readings], "arms": names, "seed": seed,
        "replicates": replicates, "conf": conf,
    }
    expected = {
        "readings": len(readings), "readers": len(readers), "cases": len(cases), "diseased": len(diseased),
        "fully_crossed": crossed, "overall": overall,
    }
    return case(name, tag, given, expected, keys={"p": {"rel": 1e-6, "abs": 1e-14}})


random.seed(1313)


def drawn_study(readers, cases, sick, blocks=1, gain=0.8):
    """Cases with a difficulty of their own, readers with a skill of their own, help that moves both arms apart."""
    names = [f"case-{k + 1:03d}" for k in range(cases)]
    truth = {c: int(k < sick) for k, c in enumerate(names)}
    ease = {c: random.gauss(0, 1) for c in names}
    readings = []
    for j in range(readers):
        skill = random.gauss(0.6, 0.4)
        for k, c in enumerate(names):
            if k % blocks != j % blocks:
                continue
            for arm in (0, 1):
                right = random.gauss(0, 1) < skill + ease[c] + gain * arm
                readings.append((f"reader-{j + 1:02d}", c, arm, truth[c] if right else 1 - truth[c], truth[c]))
    return readings


crossed = drawn_study(4, 22, 10)
same = [row for j in crossed if j[2] == 0 for row in (j, (j[0], j[1], 1, j[3], j[4]))]
one = [row for row in crossed if row[0] == "reader-01"]
write_cases(
    "reader_study",
    "Reader study",
    "Readers are compared between two arms by means with a bootstrap, and crossed studies by Obuchowski and Rockette.",
    f"Python {platform.python_version()}; numpy {numpy.__version__}, scipy {scipy.__version__}",
    [
        study_case("crossed", "typical", crossed, 11),
        study_case("crossed-90", "typical", drawn_study(4, 16, 8, gain=0.3), 12, conf=0.9),
        study_case("blocks", "typical", drawn_study(6, 30, 12, blocks=3), 13, crossed=False),
        study_case("small", "small", drawn_study(2, 8, 4), 14, replicates=100),
        study_case("identical-arms", "degenerate", same, 15),
        study_case("one-reader", "degenerate", one, 16),
    ],
)
