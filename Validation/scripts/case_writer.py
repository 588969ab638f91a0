"""Writes reference cases in the layout that `stratum validate` reads: what cases.R is for scripts in Python."""

import json
import math
import pathlib


def plain(value):
    """Infinities as the strings that stand for them; a number that is not one is a mistake of the script."""
    if isinstance(value, dict):
        return {name: plain(member) for name, member in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(element) for element in value]
    if isinstance(value, float) and math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if isinstance(value, float) and math.isnan(value):
        raise ValueError("not estimable is written as None")
    return value


def case(name, tag, given, expected, rel=1e-8, absolute=1e-10, keys=None):
    """One case; `keys` overrides the tolerance by the name of a value's last key."""
    tolerance = {"rel": rel, "abs": absolute}
    if keys:
        tolerance["keys"] = keys
    return {"id": name, "tag": tag, "input": given, "expected": expected, "tolerance": tolerance}


def write_cases(method, title, requirement, tool, cases):
    """One file a method, beside those that the R scripts write."""
    head = {"method": method, "title": title, "requirement": requirement, "tool": tool}
    rows = ",\n".join(json.dumps(plain(one), separators=(",", ":"), allow_nan=False) for one in cases)
    text = json.dumps(head, separators=(",", ":"))[:-1] + ',"cases":[\n' + rows + "\n]}\n"
    folder = pathlib.Path(__file__).resolve().parent.parent / "cases"
    (folder / f"{method}.json").write_text(text)
