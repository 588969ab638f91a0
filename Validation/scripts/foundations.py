"""Cases of the foundations.   cd Validation/scripts && python3 foundations.py

Functions by mpmath at 50 digits, random numbers by whole numbers after the published algorithms, bootstraps over them by
NumPy, texts by Python's decimal. The arguments are the doubles written, not the decimals.
"""

import decimal
import random

import mpmath as mp
import numpy as np
import sklearn
from sklearn.metrics import average_precision_score, roc_auc_score

from case_writer import case, write_cases

mp.mp.dps = 50
M = mp.mpf


def function(name, tag, fn, arguments, value):
    return case(name, tag, {"fn": fn, "args": arguments}, {"value": float(value)}, rel=1e-10, absolute=1e-300)


def student_tail(t, df):
    x = M(df) / (M(df) + M(t) ** 2)
    return mp.betainc(M(df) / 2, M(1) / 2, 0, x, regularized=True) / 2


def binomial_upper(k, n, p):
    return mp.betainc(k, n - k + 1, 0, M(p), regularized=True)


def bivariate(h, k, rho):
    spread = mp.sqrt((1 - M(rho)) * (1 + M(rho)))
    density = lambda x: mp.npdf(x) * mp.ncdf((M(k) - M(rho) * x) / spread)
    return mp.quad(density, [M(h) - place / M(4) for place in range(80, -1, -1)])


def noncentral_t(t, df, delta):
    half = M(df) / 2
    scale = 2 * half**half / mp.gamma(half)
    density = lambda s: scale * s ** (M(df) - 1) * mp.exp(-half * s * s) * mp.ncdf(M(t) * s - M(delta))
    return mp.quad(density, [place / M(8) for place in range(0, 49)])


write_cases(
    "special_functions",
    "Distribution and special functions",
    "Distribution functions keep ten digits in the centre, in both tails and at large parameters.",
    f"mpmath {mp.__version__}, 50 digits",
    [
        function("normal far tail", "extreme", "pnorm_upper", [21.5], mp.erfc(M(21.5) / mp.sqrt(2)) / 2),
        function("student tail", "typical", "pt", [-4.75, 6.5], student_tail(4.75, 6.5)),
        function("student many df", "extreme", "pt", [-5.5, 750000.0], student_tail(5.5, 750000.0)),
        function("chi-squared tail", "typical", "pchisq_upper", [61.5, 7.0],
                 mp.gammainc(M(7) / 2, M(61.5) / 2, mp.inf, regularized=True)),
        function("gamma small shape", "small", "pgamma", [0.0625, 0.125],
                 mp.gammainc(M(0.125), 0, M(0.0625), regularized=True)),
        function("beta", "typical", "pbeta", [0.0125, 3.5, 60.0],
                 mp.betainc(3.5, 60, 0, M(0.0125), regularized=True)),
        function("binomial upper tail", "extreme", "pbinom_upper", [57, 400, 0.0625], binomial_upper(57, 400, 0.0625)),
        function("binomial mass", "typical", "dbinom", [211, 640, 0.3125],
                 mp.binomial(640, 211) * M(0.3125) ** 211 * M(0.6875) ** 429),
        function("hypergeometric mass", "typical", "dhyper", [11, 31, 90, 40],
                 mp.binomial(31, 11) * mp.binomial(90, 29) / mp.binomial(121, 40)),
        function("poisson", "typical", "ppois", [9, 23.5], mp.gammainc(10, M(23.5), mp.inf, regularized=True)),
        function("bivariate normal corner", "extreme", "bvn_cdf", [-5.25, -4.0, 0.4375], bivariate(-5.25, -4.0, 0.4375)),
        function("noncentral t lower tail", "extreme", "pt_noncentral", [-1.5, 9.0, 2.5], noncentral_t(-1.5, 9, 2.5)),
        function("digamma", "typical", "digamma", [0.3125], mp.digamma(M(0.3125))),
        case("digamma at a pole", "degenerate", {"fn": "digamma", "args": [-3]}, {"value": None}),
    ],
)

MASK = 2**64 - 1


class SplitMix64:
    """Steele, Lea and Flood 2014."""

    def __init__(self, seed):
        self.state = seed & MASK

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & MASK
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        return z ^ (z >> 31)


class Xoshiro256:
    """xoshiro256**, Blackman and Vigna 2018."""

    def __init__(self, seed):
        seeds = SplitMix64(seed)
        self.s = [seeds.next() for _ in range(4)]

    def next(self):
        s = self.s
        rotate = lambda x, k: ((x << k) | (x >> (64 - k))) & MASK
        result = (rotate((s[1] * 5) & MASK, 7) * 9) & MASK
        t = (s[1] << 17) & MASK
        s[2] ^= s[0]
        s[3] ^= s[1]
        s[1] ^= s[2]
        s[0] ^= s[3]
        s[2] ^= t
        s[3] = rotate(s[3], 45)
        return result

    def index(self, n):
        return (self.next() * n) >> 64


def summary(estimate, values, level):
    tail = (1 - level) / 2
    lower, upper = (float(limit) for limit in np.quantile(values, [tail, 1 - tail]))
    return {
        "estimate": float(estimate),
        "se": float(np.std(values, ddof=1)),
        "percentile": {"lower": lower, "upper": upper},
        "basic": {"lower": float(2 * estimate - upper), "upper": float(2 * estimate - lower)},
        "replicates": len(values),
        "undefined": 0,
        "first_replicates": [float(value) for value in values[:3]],
    }


def bootstrap(seed, replicates, labels, statistic, level):
    strata = [[i for i, label in enumerate(labels) if label == outcome] for outcome in (0, 1)]
    seeds = SplitMix64(seed)
    values = []
    for _ in range(replicates):
        generator = Xoshiro256(seeds.next())
        values.append(statistic([stratum[generator.index(len(stratum))] for stratum in strata for _ in stratum]))
    return summary(statistic(range(len(labels))), values, level)


random.seed(20260405)
LABELS = [1 if random.random() < 0.35 else 0 for _ in range(48)]
ONE = [round(random.gauss(0.9 * label, 1), 1) for label in LABELS]
OTHER = [round(random.gauss(0.5 * label, 1), 1) for label in LABELS]
take = lambda values, rows: [values[row] for row in rows]
auc = lambda scores: lambda rows: roc_auc_score(take(LABELS, rows), take(scores, rows))

write_cases(
    "rng_bootstrap",
    "Reproducible random numbers and bootstrap intervals",
    "A seed fixes every draw, and bootstrap limits follow from the draws on any machine.",
    f"whole numbers after the published algorithms; NumPy {np.__version__}; scikit-learn {sklearn.__version__}",
    [
        case("splitmix", "typical", {"kind": "splitmix64", "seed": "20251124"},
             {"outputs": [str(value) for s in [SplitMix64(20251124)] for value in [s.next() for _ in range(6)]]}),
        case("xoshiro", "extreme", {"kind": "xoshiro256ss", "seed": "9223372036854775808"},
             {"outputs": [str(value) for g in [Xoshiro256(2**63)] for value in [g.next() for _ in range(6)]]}),
        case("index", "typical", {"kind": "index", "seed": "314", "n": 217},
             {"outputs": [value for g in [Xoshiro256(314)] for value in [g.index(217) for _ in range(12)]]}),
        case("area", "typical", {"kind": "auc", "seed": "77", "B": 400, "conf": 0.9, "labels": LABELS, "scores": ONE},
             bootstrap(77, 400, LABELS, auc(ONE), 0.9)),
        case("average precision", "typical",
             {"kind": "average_precision", "seed": "78", "B": 300, "labels": LABELS, "scores": ONE},
             bootstrap(78, 300, LABELS,
                       lambda rows: average_precision_score(take(LABELS, rows), take(ONE, rows)), 0.95)),
        case("difference of areas", "typical",
             {"kind": "auc_difference", "seed": "79", "B": 300, "labels": LABELS, "scores1": ONE, "scores2": OTHER},
             bootstrap(79, 300, LABELS, lambda rows: auc(ONE)(rows) - auc(OTHER)(rows), 0.95)),
        case("one class", "degenerate",
             {"kind": "auc", "seed": "80", "B": 10, "labels": [1, 1, 1], "scores": [0.1, 0.2, 0.3]},
             {"estimate": None, "se": None, "percentile": {"lower": None, "upper": None}}),
    ],
)


def rounded(value, decimals):
    step = decimal.Decimal(1).scaleb(-decimals)
    text = str(decimal.Decimal(repr(value)).quantize(step, rounding=decimal.ROUND_HALF_UP))
    return text.lstrip("-") if not any(digit in "123456789" for digit in text) else text


write_cases(
    "display_format",
    "Numbers as printed",
    "Numbers are rounded once, half away from zero on their decimal text, and never print as minus zero.",
    "Python decimal, ROUND_HALF_UP",
    [
        case(f"{value} at {decimals}", "typical", {"kind": "number", "value": value, "decimals": decimals},
             {"text": rounded(value, decimals)})
        for value, decimals in [(7.125, 2), (-7.125, 2), (0.045, 2), (2.675, 2), (-0.004, 2), (1234.5, 0), (3e-7, 6)]
    ]
    + [
        case("p just below a thousandth", "extreme", {"kind": "pvalue", "value": 0.00099}, {"text": "<0.001"}),
        case("p near one", "extreme", {"kind": "pvalue", "value": 0.99951}, {"text": ">0.999"}),
        case("count and percent", "typical", {"kind": "count_percent", "x": 7, "n": 56, "decimals": 0}, {"text": "7/56 (13%)"}),
        case("nobody", "degenerate", {"kind": "count_percent", "x": 0, "n": 0, "decimals": 1}, {"text": "0/0 (NE)"}),
    ],
)
