"""Run: /opt/golden/bin/python tests/csat/insight/golden/make/change_runs.py

Mean run lengths from published tables, and from Markov chains after Brook and Evans (1972) with Richardson's
extrapolation over the number of states; the project solves integral equations instead.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.stats import norm

OUT = Path(__file__).parents[1] / "change_runs.json"
WITHIN = (1, 2, 4, 8)
SHIFTS = [0, 0.25, 0.5, 0.75, 1, 1.5, 2, 2.5, 3, 4]
MONTGOMERY_CUSUM = {
    4: [168, 74.2, 26.6, 13.3, 8.38, 4.75, 3.34, 2.62, 2.19, 1.71],
    5: [465, 139, 38.0, 17.0, 10.4, 5.75, 4.01, 3.11, 2.57, 2.01],
}
LUCAS_SACCUCCI = {
    (0.40, 3.054): [500, 224, 71.2, 28.4, 14.3, 5.9, 3.5, 2.5, 2.0, 1.4],
    (0.25, 2.998): [500, 170, 48.2, 20.1, 11.1, 5.5, 3.6, 2.7, 2.3, 1.7],
    (0.20, 2.962): [500, 150, 41.8, 18.2, 10.5, 5.5, 3.7, 2.9, 2.4, 1.9],
    (0.10, 2.814): [500, 106, 31.3, 15.9, 10.3, 6.1, 4.4, 3.4, 2.9, 2.2],
    (0.05, 2.615): [500, 84.1, 28.8, 16.4, 11.4, 7.1, 5.2, 4.2, 3.5, 2.7],
}


def chain(edges, centres, mean_of, scale, shift, held):
    """Transition matrix between intervals: everything at or below the lowest edge is kept there if `held`."""
    means = mean_of(centres)[:, None] + scale * shift
    upper = norm.cdf((edges[1:] - means) / scale)
    lower = norm.cdf((edges[:-1] - means) / scale)
    if held:
        lower[:, 0] = 0
    return upper - lower


def chart(kind, states, limit, tuning, sides, shift):
    if kind == "cusum":
        width = 2 * limit / (2 * states - 1)
        centres = width * np.arange(states)
        edges = np.concatenate([[-width / 2], centres + width / 2])
        return chain(edges, centres, lambda s: s - tuning, 1.0, shift, True), 0
    top = limit * np.sqrt(tuning / (2 - tuning))
    if sides == 1:
        width = 2 * top / (2 * states - 1)
        centres = width * np.arange(states)
        edges = np.concatenate([[-width / 2], centres + width / 2])
        return chain(edges, centres, lambda z: (1 - tuning) * z, tuning, shift, True), 0
    states += 1 - states % 2
    edges = np.linspace(-top, top, states + 1)
    centres = (edges[1:] + edges[:-1]) / 2
    return chain(edges, centres, lambda z: (1 - tuning) * z, tuning, shift, False), states // 2


def solved(kind, states, limit, tuning, sides, shift):
    step, start = chart(kind, states, limit, tuning, sides, shift)
    mean = np.linalg.solve(np.eye(len(step)) - step, np.ones(len(step)))[start]
    running, shares = np.ones(len(step)), {}
    for wave in range(1, max(WITHIN) + 1):
        running = step @ running
        shares[wave] = 1 - running[start]
    return np.array([mean, *(shares[w] for w in WITHIN)])


def extrapolated(*args):
    """The error of m states goes with 1/m^2 (Brook and Evans 1972)."""
    kind, *rest = args
    few, many = 401, 1201
    a, b = solved(kind, few, *rest), solved(kind, many, *rest)
    sizes = [2 * few - 1, 2 * many - 1] if kind == "cusum" or rest[2] == 1 else [few, many]
    ratio = (sizes[1] / sizes[0]) ** 2
    return (ratio * b - a) / (ratio - 1)


published = [
    {"chart": "cusum", "limit": h, "tuning": 0.5, "sides": 2, "shifts": SHIFTS, "mean": means}
    for h, means in MONTGOMERY_CUSUM.items()
] + [
    {"chart": "ewma", "limit": limit, "tuning": smoothing, "sides": 2, "shifts": SHIFTS, "mean": means}
    for (smoothing, limit), means in LUCAS_SACCUCCI.items()
]
chains = []
for kind, limit, tuning, sides in [
    ("cusum", 2.645, 0.5, 1),
    ("cusum", 4.0, 0.25, 1),
    ("cusum", 5.0, 0.5, 1),
    ("ewma", 2.5, 0.2, 2),
    ("ewma", 2.0, 0.1, 1),
]:
    for shift in (0.0, 0.5, 1.0, 2.0):
        mean, *within = extrapolated(kind, limit, tuning, sides, shift)
        chains.append(
            {"chart": kind, "limit": limit, "tuning": tuning, "sides": sides, "shift": shift}
            | {"mean": float(mean), "within": [float(w) for w in within]}
        )
golden = {
    "source": "Montgomery, Introduction to Statistical Quality Control (6th ed. 2009), tables 9.3 and 9.11, "
    "the latter from Lucas and Saccucci (1990), Technometrics 32; Markov chains after Brook and Evans (1972)",
    "call": "make/change_runs.py: solve(I - P, 1), 401 and 1201 states, Richardson",
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "input": {"within": list(WITHIN)},
    "expected": {"published": published, "chains": chains},
}
OUT.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
