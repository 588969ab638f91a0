"""Cases of precision and recall, weights and bootstraps.   cd Validation/scripts && python3 discrimination.py

The first two by scikit-learn; the bootstraps by NumPy's quantiles over the published generators in whole numbers.
"""

import json
import math
import pathlib

import numpy as np
import scipy.stats
import sklearn
from sklearn.metrics import auc, average_precision_score, precision_recall_curve, roc_auc_score

Z = scipy.stats.norm.ppf(0.975)
NOTHING = {"lower": None, "upper": None}


def case(name, tag, given, expected, rel=1e-8):
    return {"id": name, "tag": tag, "input": given, "expected": expected, "tolerance": {"rel": rel, "abs": 1e-10}}


def write_cases(method, title, requirement, tool, cases):
    head = {"method": method, "title": title, "requirement": requirement, "tool": tool}
    lines = ",\n".join(json.dumps(one, separators=(",", ":")) for one in cases)
    text = json.dumps(head, separators=(",", ":"))[:-1] + ',"cases":[\n' + lines + "\n]}\n"
    (pathlib.Path("..") / "cases" / f"{method}.json").write_text(text)


def patients(seed, n, prevalence, shift, digits):
    generator = np.random.default_rng(seed)
    labels = (generator.random(n) < prevalence).astype(int)
    labels[:4] = [1, 1, 0, 0]
    scores = np.round(1 / (1 + np.exp(-generator.normal(size=n) - shift * labels)), digits)
    weights = np.round(1 / generator.choice([0.05, 0.25, 0.6, 1], n), 4)
    return {"labels": labels.tolist(), "scores": scores.tolist()}, weights.tolist()


SKLEARN = f"scikit-learn {sklearn.__version__}"

# Precision and recall.


def precision_recall(data):
    labels, scores = data["labels"], data["scores"]
    precision, recall, _ = precision_recall_curve(labels, scores)
    value = average_precision_score(labels, scores)
    limits = NOTHING
    if 0 < value < 1:
        half = Z / math.sqrt(sum(labels) * value * (1 - value))
        limits = dict(zip(("lower", "upper"), scipy.special.expit(scipy.special.logit(value) + np.array([-half, half]))))
    return {
        "n_pos": sum(labels), "n_neg": len(labels) - sum(labels), "average_precision": value,
        "trapezoid": auc(recall, precision), "baseline": sum(labels) / len(labels), "logit_ci": limits,
    }


def precision_case(name, tag, data):
    return case(name, tag, data, precision_recall(data))


write_cases(
    "auprc", "Precision and recall", "Precision is averaged over recall in steps, and one class has no value.",
    f"{SKLEARN} average_precision_score, precision_recall_curve; scipy {scipy.__version__}",
    [
        precision_case("continuous", "typical", patients(1, 120, 0.2, 1, 9)[0]),
        precision_case("rounded", "typical", patients(2, 150, 0.3, 1.2, 1)[0]),
        precision_case("rare", "extreme", patients(3, 400, 0.02, 2, 4)[0]),
        precision_case("small", "small", patients(4, 8, 0.4, 1, 3)[0]),
        precision_case("worst-order", "typical", {"labels": [1, 0, 0, 0], "scores": [0.1, 0.2, 0.3, 0.4]}),
        precision_case("separated", "degenerate", {"labels": [0, 0, 1], "scores": [1, 2, 3]}),
        case("all-cases", "degenerate", {"labels": [1, 1], "scores": [1, 2]},
             {"n_pos": 2, "n_neg": 0, "average_precision": None, "trapezoid": None, "baseline": 1, "logit_ci": NOTHING}),
    ],
)

# Weights.


def weighted_error(labels, scores, weights, area):
    """The linearised standard error of the weighted area from all pairs, and its limits on the logit scale."""
    labels, scores, weights = (np.array(x, float) for x in (labels, scores, weights))
    case_of, control_of = (labels == 1) & (weights > 0), (labels == 0) & (weights > 0)
    wins = (scores[case_of][:, None] > scores[control_of]) + 0.5 * (scores[case_of][:, None] == scores[control_of])
    w1, w0 = weights[case_of] / weights[case_of].sum(), weights[control_of] / weights[control_of].sum()
    variance = sum(
        (w**2 * (placed - area) ** 2).sum() * len(w) / (len(w) - 1) for w, placed in ((w1, wins @ w0), (w0, w1 @ wins))
    )
    se, logit = variance**0.5, np.log(area / (1 - area))
    half = scipy.stats.norm.ppf(0.975) * se / (area * (1 - area))
    return se, {"lower": 1 / (1 + np.exp(half - logit)), "upper": 1 / (1 + np.exp(-half - logit))}


def weighted_case(name, tag, data, weights):
    labels, scores = data["labels"], data["scores"]
    area = roc_auc_score(labels, scores, sample_weight=weights)
    se, limits = weighted_error(labels, scores, weights, area)
    return case(name, tag, {**data, "weights": weights}, {
        "auroc": area,
        "se": se,
        "ci_logit": limits,
        "average_precision": average_precision_score(labels, scores, sample_weight=weights),
        "weighted_prevalence": np.average(labels, weights=weights),
    })


few = patients(13, 60, 0.4, 1, 2)
write_cases(
    "weighted_auroc", "Area and average precision of weighted patients",
    "Patients who stand for several count for several in the area and in the average precision.",
    f"{SKLEARN} roc_auc_score, average_precision_score (sample_weight)",
    [
        weighted_case("continuous", "typical", *patients(11, 120, 0.3, 1, 9)),
        weighted_case("rounded", "typical", *patients(12, 150, 0.2, 1.2, 1)),
        weighted_case("some-without-weight", "typical", few[0], [w if w > 1 else 0 for w in few[1]]),
        weighted_case("small", "small", *patients(14, 7, 0.5, 1, 1)),
        weighted_case("tiny-and-huge", "extreme", few[0], [1e-8 if i % 3 else 1e6 for i in range(60)]),
        case("cases-without-weight", "degenerate", {"labels": [1, 0, 0], "scores": [3, 1, 2], "weights": [0, 1, 3]},
             {"auroc": None, "average_precision": None, "weighted_prevalence": 0}),
    ],
)

# Generators, as published: SplitMix64 (Steele, Lea and Flood 2014) and xoshiro256** (Blackman and Vigna 2018).

MASK = (1 << 64) - 1


def split_mix(seed):
    while True:
        seed = (seed + 0x9E3779B97F4A7C15) & MASK
        bits = ((seed ^ (seed >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        bits = ((bits ^ (bits >> 27)) * 0x94D049BB133111EB) & MASK
        yield bits ^ (bits >> 31)


def turned(bits, by):
    return ((bits << by) | (bits >> (64 - by))) & MASK


def xoshiro(seed):
    seeds = split_mix(seed)
    a, b, c, d = (next(seeds) for _ in range(4))
    while True:
        yield (turned((b * 5) & MASK, 7) * 9) & MASK
        shifted = (b << 17) & MASK
        c, d = c ^ a, d ^ b
        b, a = b ^ c, a ^ d
        c, d = c ^ shifted, turned(d, 45)


def replicates(seed, count, statistic):
    seeds = split_mix(seed)
    for _ in range(count):
        source = xoshiro(next(seeds))
        yield statistic(lambda below: (next(source) * below) >> 64)


def summary(estimate, values):
    defined = np.array([value for value in values if value is not None])
    low, high = np.quantile(defined, [0.025, 0.975])
    return {
        "estimate": estimate, "se": defined.std(ddof=1), "percentile": {"lower": low, "upper": high},
        "basic": {"lower": 2 * estimate - high, "upper": 2 * estimate - low}, "replicates": len(values),
        "undefined": len(values) - len(defined), "first_replicates": values[:3],
    }


def bootstrap_case(name, tag, data, seed, count):
    labels, scores = np.array(data["labels"]), np.array(data["scores"])
    controls, cases = scores[labels == 0], scores[labels == 1]

    def area(draw):
        drawn = [controls[draw(len(controls))] for _ in controls]
        return roc_auc_score(labels[np.argsort(labels, kind="stable")], drawn + [cases[draw(len(cases))] for _ in cases])

    values = list(replicates(int(seed), count, area))
    return case(name, tag, {**data, "seed": seed, "B": count}, summary(roc_auc_score(labels, scores), values))


write_cases(
    "auroc_bootstrap", "Bootstrap intervals of the area under the ROC curve",
    "Cases and controls are resampled apart by a published generator, so that anybody can repeat the interval.",
    f"generators written from their publications; {SKLEARN} roc_auc_score; NumPy {np.__version__} quantile",
    [
        bootstrap_case("continuous", "typical", patients(21, 80, 0.3, 1, 9)[0], "42", 300),
        bootstrap_case("rounded", "typical", patients(22, 120, 0.2, 1.2, 1)[0], "2026", 300),
        bootstrap_case("largest-seed", "extreme", patients(23, 40, 0.4, 0.5, 3)[0], str(MASK), 200),
        bootstrap_case("small", "small", patients(24, 8, 0.4, 1, 2)[0], "0", 200),
        bootstrap_case("separated", "degenerate", {"labels": [0, 0, 1, 1], "scores": [1, 2, 3, 4]}, "1", 50),
        case("one-class", "degenerate", {"labels": [1, 1], "scores": [1, 2], "seed": "1", "B": 10},
             {"estimate": None, "se": None, "percentile": NOTHING}),
    ],
)

# Accuracy corrected for verification by tier.


def shares(tiers, diseased):
    sick = [t["N"] * x / t["n"] for t, x in zip(tiers, diseased)]
    called = [t["test_positive"] for t in tiers]
    found = sum(s for s, c in zip(sick, called) if c)
    positive = sum(t["N"] for t in tiers if t["test_positive"])
    total = sum(t["N"] for t in tiers)
    cleared = total - positive - (sum(sick) - found)

    def ratio(top, bottom):
        return top / bottom if bottom > 0 else None

    return {
        "prevalence": ratio(sum(sick), total), "sensitivity": ratio(found, sum(sick)),
        "specificity": ratio(cleared, total - sum(sick)), "ppv": ratio(found, positive),
        "npv": ratio(cleared, total - positive),
    }


def tier_case(name, tag, rows, seed, count):
    names = ["high", "mid", "low"]
    tiers = [dict(zip(("tier", "N", "n", "x", "test_positive"), (names[i], *row))) for i, row in enumerate(rows)]
    drawn = list(replicates(
        seed, count,
        lambda draw: shares(tiers, [sum(draw(t["n"]) < t["x"] for _ in range(t["n"])) for t in tiers]),
    ))
    estimate = shares(tiers, [t["x"] for t in tiers])
    expected = {name: summary(estimate[name], [one[name] for one in drawn]) for name in estimate}
    return case(name, tag, {"tiers": tiers, "seed": str(seed), "B": count}, expected)


write_cases(
    "corrected_accuracy_bootstrap", "Bootstrap intervals of corrected accuracy",
    "The verified of each tier are resampled within it by a published generator, tier sizes fixed.",
    f"generators written from their publications; closed form; NumPy {np.__version__} quantile",
    [
        tier_case("three-tiers", "typical", [(820, 60, 33, True), (2410, 50, 8, False), (9130, 70, 2, False)], 42, 300),
        tier_case("two-positive", "typical", [(700, 40, 21, True), (3100, 60, 9, True), (9000, 45, 1, False)], 7, 300),
        tier_case("small", "small", [(12, 6, 4, True), (30, 5, 1, False)], 3, 200),
        tier_case("rare", "extreme", [(500, 12, 1, True), (80000, 15, 0, False)], 11, 200),
        case("unverified-tier", "degenerate",
             {"tiers": [{"tier": "a", "N": 10, "n": 5, "x": 2, "test_positive": True},
                        {"tier": "b", "N": 10, "n": 0, "x": 0, "test_positive": False}], "seed": "1", "B": 10},
             {"sensitivity": None, "specificity": None, "prevalence": None}),
    ],
)
