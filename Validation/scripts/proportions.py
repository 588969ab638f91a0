"""Cases of proportions and their comparison.   cd Validation/scripts && python3 proportions.py

Intervals by statsmodels and SciPy; mid-P limits and those of Miettinen and Nurminen as roots by SciPy's brentq, the
latter over the published cubic (the score interval of differences in statsmodels 0.15 has other restricted estimates).
"""

import math

import scipy
import statsmodels
from scipy import optimize, stats
from scipy.stats.contingency import odds_ratio
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from case_writer import case, write_cases

TOOL = f"statsmodels {statsmodels.__version__}; SciPy {scipy.__version__}"
NOTHING = {"lower": None, "upper": None}
P_KEYS = {"p": {"rel": 1e-6, "abs": 1e-14}}


def limits(pair):
    return {"lower": float(pair[0]), "upper": float(pair[1])}


def mid_p(x, n, level):
    tail = (1 - level) / 2
    upper_tail = lambda p: stats.binom.sf(x, n, p) + 0.5 * stats.binom.pmf(x, n, p)
    lower_tail = lambda p: stats.binom.cdf(x - 1, n, p) + 0.5 * stats.binom.pmf(x, n, p)
    root = lambda f: optimize.brentq(lambda p: f(p) - tail, 0, 1, xtol=1e-15, rtol=1e-15)
    return limits((0 if x == 0 else root(upper_tail), 1 if x == n else root(lower_tail)))


def intervals(x, n, level=0.95):
    by = lambda method: limits(proportion_confint(x, n, alpha=1 - level, method=method))
    jeffreys = by("jeffreys")
    exact = by("beta")
    ends = lambda pair: {"lower": 0 if x == 0 else pair["lower"], "upper": 1 if x == n else pair["upper"]}
    corrected = stats.binomtest(x, n).proportion_ci(level, method="wilsoncc")
    return {
        "estimate": x / n,
        "wald": by("normal"),
        "wilson": ends(by("wilson")),
        "wilson_cc": ends(limits(corrected)),
        "agresti_coull": {side: min(1, max(0, value)) for side, value in by("agresti_coull").items()},
        "jeffreys": ends(jeffreys),
        "clopper_pearson": ends(exact),
        "mid_p": mid_p(x, n, level),
    }


NAMES = ["wald", "wilson", "wilson_cc", "agresti_coull", "jeffreys", "clopper_pearson", "mid_p"]
write_cases(
    "binomial_ci",
    "Proportion with seven intervals",
    "Every interval of a proportion agrees with its source, at none and at all events too.",
    TOOL,
    [
        case(f"{x} of {n} at {level}", tag, {"x": x, "n": n, "conf": level}, intervals(x, n, level))
        for x, n, level, tag in [
            (13, 61, 0.95, "typical"), (26, 41, 0.9, "typical"), (1, 6, 0.99, "small"), (0, 23, 0.95, "degenerate"),
            (14, 14, 0.95, "degenerate"), (37, 250000, 0.95, "extreme"),
        ]
    ]
    + [case("nobody", "degenerate", {"x": 0, "n": 0}, {"estimate": None} | {name: NOTHING for name in NAMES})],
)


def yields(name, enrolled, verified, positive, level=0.95):
    figures = {} if name is None else {"name": name}
    figures["verification_rate"] = verified / enrolled if enrolled else None
    if verified == 0:
        nothing = {"wilson": NOTHING, "clopper_pearson": NOTHING, "nns_wilson": NOTHING}
        return figures | {"yield": None, "nns": None, "nns_ceil": None} | nothing
    found = intervals(positive, verified, level)
    low, high = found["wilson"]["lower"], found["wilson"]["upper"]
    return figures | {
        "yield": positive / verified,
        "wilson": found["wilson"],
        "clopper_pearson": found["clopper_pearson"],
        "nns": verified / positive if positive else math.inf,
        "nns_ceil": -(-verified // positive) if positive else math.inf,
        "nns_wilson": {"lower": 1 / high, "upper": 1 / low if low else math.inf},
    }


def tier_case(name, tag, tiers, level=0.95):
    totals = [sum(column) for column in zip(*[tier[1:] for tier in tiers])]
    given = [dict(zip(["name", "enrolled", "verified", "positive"], tier)) for tier in tiers]
    overall = dict(zip(["enrolled", "verified", "positive"], totals)) | yields(None, *totals, level)
    expected = {"tiers": [yields(*tier, level) for tier in tiers], "overall": overall}
    return case(name, tag, {"tiers": given, "conf": level}, expected)


write_cases(
    "tier_yield",
    "Yield per tier and number needed to screen",
    "Yield, verification and number needed to screen of each tier follow from its counts, empty tiers included.",
    TOOL,
    [
        tier_case("three tiers", "typical", [("high", 44, 40, 21), ("mid", 61, 52, 8), ("low", 30, 27, 2)]),
        tier_case("nothing found", "degenerate", [("high", 12, 9, 0), ("low", 15, 15, 0)], 0.9),
        tier_case("empty and unverified", "degenerate", [("high", 0, 0, 0), ("low", 7, 0, 0)]),
        tier_case("large", "extreme", [("high", 90000, 45001, 20000), ("low", 800000, 40000, 3)]),
    ],
)


def goal(x, n, p0, level=0.95):
    upper, lower, mass = stats.binom.sf(x - 1, n, p0), stats.binom.cdf(x, n, p0), stats.binom.pmf(x, n, p0)
    greater, less = upper - 0.5 * mass, lower - 0.5 * mass
    return {
        "estimate": x / n,
        "clopper_pearson": intervals(x, n, level)["clopper_pearson"],
        "p_two_sided": stats.binomtest(x, n, p0).pvalue,
        "p_greater": float(upper),
        "p_less": float(lower),
        "mid_p_greater": float(greater),
        "mid_p_less": float(less),
        "mid_p_two_sided": float(min(1, 2 * min(greater, less))),
    }


TESTS = ["p_two_sided", "p_greater", "p_less", "mid_p_greater", "mid_p_less", "mid_p_two_sided"]
write_cases(
    "binomial_test",
    "Exact test of a proportion against a goal",
    "A proportion is tested against a goal by exact binomial tails, with the mid-P beside them.",
    TOOL,
    [
        case(f"{x} of {n} against {p0}", tag, {"x": x, "n": n, "p0": p0}, goal(x, n, p0))
        for x, n, p0, tag in [
            (29, 41, 0.5, "typical"), (8, 60, 0.25, "typical"), (0, 9, 0.2, "degenerate"), (6, 6, 0.6, "degenerate"),
            (1203, 9000, 0.125, "extreme"), (3, 4, 0.75, "small"),
        ]
    ]
    + [case("nobody", "degenerate", {"x": 0, "n": 0, "p0": 0.3}, {"estimate": None} | dict.fromkeys(TESTS))],
)


def miettinen_nurminen(x1, n1, x2, n2, level):
    total, events = n1 + n2, x1 + x2

    def score(d):
        cubic = [total, (n1 + 2 * n2) * d - total - events, (n2 * d - total - 2 * x2) * d + events, x2 * d * (1 - d)]
        q, r = _depressed(cubic)
        angle = (math.pi + math.acos(max(-1, min(1, q / r**3 if r else 1)))) / 3
        p2 = min(1, max(0, 2 * r * math.cos(angle) - cubic[1] / (3 * cubic[0])))
        p1 = min(1, max(0, p2 + d))
        variance = (p1 * (1 - p1) / n1 + p2 * (1 - p2) / n2) * total / (total - 1)
        return (x1 / n1 - x2 / n2 - d) / math.sqrt(variance) if variance > 0 else math.inf

    z, observed = stats.norm.isf((1 - level) / 2), x1 / n1 - x2 / n2
    root = lambda target, low, high: optimize.brentq(lambda d: score(d) - target, low, high, xtol=1e-14)
    return limits((root(z, -1 + 1e-9, observed), root(-z, observed, 1 - 1e-9)))


def _depressed(cubic):
    """Farrington and Manning's q and signed r of the trigonometric solution."""
    l3, l2, l1, l0 = cubic
    q = l2**3 / (27 * l3**3) - l1 * l2 / (6 * l3**2) + l0 / (2 * l3)
    return q, math.copysign(math.sqrt(max(0, l2**2 / (9 * l3**2) - l1 / (3 * l3))), q)


def compared(x1, n1, x2, n2, level=0.95):
    alpha = 1 - level
    table = [[x1, n1 - x1], [x2, n2 - x2]]
    by = lambda method, compare, **more: limits(
        confint_proportions_2indep(x1, n1, x2, n2, method=method, compare=compare, alpha=alpha, **more)
    )
    clip = lambda pair: {side: min(1, max(-1, value)) for side, value in pair.items()}
    chi = lambda correction: dict(
        zip(["statistic", "p"], map(float, stats.chi2_contingency(table, correction=correction)[:2]))
    )
    conditional = odds_ratio(table, kind="conditional")
    exact = conditional.confidence_interval(level)
    cells = x1 and x2 and n1 - x1 and n2 - x2
    half = stats.norm.isf(alpha / 2) * math.sqrt(sum(1 / c for row in table for c in row)) if cells else None
    ratio = x1 * (n2 - x2) / (x2 * (n1 - x1)) if cells else None
    woolf = limits((ratio * math.exp(-half), ratio * math.exp(half))) if cells else NOTHING
    if not cells:
        ratio = math.inf if x1 * (n2 - x2) else 0
    both = x1 and x2
    return {
        "p1": x1 / n1,
        "p2": x2 / n2,
        "rd": {
            "estimate": x1 / n1 - x2 / n2,
            "wald": clip(by("wald", "diff")),
            "newcombe": by("newcomb", "diff"),
            "agresti_caffo": clip(by("agresti-caffo", "diff")),
            "miettinen_nurminen": miettinen_nurminen(x1, n1, x2, n2, level),
        },
        "rr": {
            "estimate": x1 / n1 / (x2 / n2) if x2 else math.inf,
            "katz_log": by("log", "ratio") if both else NOTHING,
        } | ({"koopman": by("score", "ratio", correction=False)} if both else {}),
        "or": {"estimate": ratio, "woolf": woolf},
        "chisq": chi(False),
        "chisq_yates": chi(True),
        "fisher": {
            "p": float(stats.fisher_exact(table)[1]),
            "p_greater": float(stats.fisher_exact(table, "greater")[1]),
            "odds_ratio": float(conditional.statistic),
            "lower": float(exact.low),
            "upper": float(exact.high),
        },
    }


EMPTY = {"estimate": None, "newcombe": NOTHING, "miettinen_nurminen": NOTHING}
write_cases(
    "two_proportions",
    "Two independent proportions compared",
    "Difference, ratio and odds ratio of two proportions agree with their sources, zero cells included.",
    TOOL,
    [
        case(f"{x1}/{n1} against {x2}/{n2}", tag, {"x1": x1, "n1": n1, "x2": x2, "n2": n2, "conf": level},
             compared(x1, n1, x2, n2, level), rel=1e-7, keys=P_KEYS)
        for x1, n1, x2, n2, level, tag in [
            (22, 40, 8, 51, 0.95, "typical"), (7, 63, 12, 58, 0.9, "typical"), (2, 5, 1, 6, 0.95, "small"),
            (6, 19, 0, 33, 0.95, "degenerate"), (310, 2500, 700, 9000, 0.95, "extreme"),
        ]
    ]
    + [
        case("an empty group", "degenerate", {"x1": 2, "n1": 9, "x2": 0, "n2": 0},
             {"p2": None, "rd": EMPTY, "rr": {"estimate": None, "koopman": NOTHING}, "or": {"estimate": None},
              "fisher": {"p": 1, "odds_ratio": None, "lower": 0, "upper": math.inf}}),
    ],
)
