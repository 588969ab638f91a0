"""What an echocardiogram found, as labels and as finer steps that help a network to learn them."""

import csv

import numpy as np

LABELS = [
    "lvef_lte_45", "lvwt_gte_13", "aortic_stenosis_moderate_severe", "aortic_regurgitation_moderate_severe",
    "mitral_regurgitation_moderate_severe", "tricuspid_regurgitation_moderate_severe",
    "pulmonary_regurgitation_moderate_severe", "rv_systolic_dysfunction_moderate_severe",
    "pericardial_effusion_moderate_large", "pasp_gte_45", "tr_max_gte_32", "shd",
]

GRADES = {grade: step for step, grade in enumerate(
    ["none", "trace", "mild", "mild-moderate", "moderate", "moderate-severe", "severe"])}
SIZES = {size: step for step, size in enumerate(["none", "trivial", "small", "moderate", "large"])}

# For each label: where the finding begins, and the steps before and after it.
GRADED = (4, [1, 2, 3, 5, 6])
CUTS = [
    (-45, [-60, -55, -50, -40, -30]), (13, [10, 11, 12, 14, 15.5]), GRADED, GRADED, GRADED, GRADED, GRADED, GRADED,
    (3, [1, 2, 4]), (45, [20, 28, 36, 55, 70]), (3.2, [2.2, 2.6, 2.9, 3.5, 4]),
]
STEPS = sum(len(steps) for _, steps in CUTS)


def read(path):
    """Record number to (12 labels, steps): 0 and 1; a step is NaN where the finding was not recorded.

    A label counts a finding that was not recorded as absent: the rule `absent-is-negative`.
    """
    with open(path, newline="") as file:
        return {row["record_number"]: outcome(row) for row in csv.DictReader(file)}


def outcome(row):
    values = severities(row)
    found = [bool(value >= begin) for value, (begin, _) in zip(values, CUTS)]
    steps = [
        np.nan if np.isnan(value) else float(value >= step)
        for value, (_, steps) in zip(values, CUTS) for step in steps
    ]
    return np.array(found + [any(found)], dtype=np.float32), np.array(steps, dtype=np.float32)


def severities(row):
    """Eleven numbers that grow with the disease, in the order of the labels; NaN where there is none."""
    graded = [
        "aortic_stenosis", "aortic_regurgitation", "mitral_regurgitation", "tricuspid_regurgitation",
        "pulmonary_regurgitation", "rv_systolic_dysfunction",
    ]
    walls = [number(row["septum_mm"]), number(row["posterior_wall_mm"])]
    return (
        [-number(row["lvef_percent"]), np.nan if np.isnan(walls).all() else np.nanmax(walls)]
        + [GRADES.get(row[name], np.nan) for name in graded]
        + [SIZES.get(row["pericardial_effusion"], np.nan), number(row["pasp_mmhg"]), number(row["tr_velocity_m_s"])]
    )


def number(text):
    return np.nan if text in ("", "na") else float(text)
