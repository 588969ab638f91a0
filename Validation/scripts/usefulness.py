"""Cases of the decision curve, from dcurves: cd Validation/scripts && python3 usefulness.py"""

import importlib.metadata
import math
import platform
import random

import dcurves
import pandas

from case_writer import case, write_cases

NOTHING = None


def curve(risks, outcomes, thresholds):
    frame = pandas.DataFrame({"risk": risks, "event": outcomes})
    n = len(risks)
    prevalence = sum(outcomes) / n
    inner = [t for t in thresholds if 0 < t < 1]
    # dcurves divides by the number of events.
    table = dcurves.dca(data=frame, outcome="event", modelnames=["risk"], thresholds=inner) if prevalence > 0 else None
    points = []
    for t in thresholds:
        positive = [y for p, y in zip(risks, outcomes) if p >= t]
        shares = (sum(positive) / n, (len(positive) - sum(positive)) / n)
        if t in (0, 1):
            benefit = shares[0] if t == 0 else NOTHING
            everybody = prevalence if t == 0 else NOTHING
            avoided = NOTHING
        elif table is None:
            benefit, everybody = -shares[1] * t / (1 - t), -t / (1 - t)
            avoided = (benefit - everybody) / (t / (1 - t)) * 100
        else:
            row = table[(table.model == "risk") & (table.threshold.sub(t).abs() < 1e-12)].iloc[0]
            every = table[(table.model == "all") & (table.threshold.sub(t).abs() < 1e-12)].iloc[0]
            benefit, everybody = float(row.net_benefit), float(every.net_benefit)
            assert math.isclose(row.tp_rate, shares[0]) and math.isclose(row.fp_rate, shares[1])
            avoided = (benefit - everybody) / (t / (1 - t)) * 100
        standard = benefit / prevalence if prevalence > 0 and benefit is not None else NOTHING
        points.append({
            "threshold": t, "tp_rate": shares[0], "fp_rate": shares[1], "net_benefit": benefit,
            "net_benefit_all": everybody, "net_benefit_none": 0, "standardized_net_benefit": standard,
            "interventions_avoided_per_100": avoided,
        })
    return {"prevalence": prevalence, "curve": points}


def curve_case(name, tag, risks, outcomes, thresholds):
    given = {"p": risks, "y": outcomes, "thresholds": thresholds}
    return case(name, tag, given, curve(risks, outcomes, thresholds))


random.seed(77)
risks = [round(random.betavariate(1.5, 4), 3) for _ in range(90)]
outcomes = [int(random.random() < p) for p in risks]
whole = [round(p, 1) for p in risks]
usual = [0.05, 0.1, 0.2, 0.3, 0.5, 0.8]

write_cases(
    "decision_curve",
    "Decision curve",
    "Net benefit of the model, of treating all and of treating none, at declared thresholds, as dcurves finds it.",
    f"Python {platform.python_version()}; dcurves {importlib.metadata.version('dcurves')}",
    [
        curve_case("usual-thresholds", "typical", risks, outcomes, usual),
        curve_case("risk-on-threshold", "typical", whole, outcomes, [0.1, 0.2, 0.4]),
        curve_case("small", "small", [0.2, 0.5, 0.5, 0.7], [0, 0, 1, 1], [0.2, 0.5, 0.6]),
        curve_case("ends", "degenerate", risks[:30], outcomes[:30], [0, 0.25, 1]),
        curve_case("no-events", "degenerate", [0.1, 0.3, 0.6], [0, 0, 0], [0.2]),
    ],
)
