"""Run: /opt/golden/bin/python tests/csat/insight/golden/make/quiet_silence.py

Beta-binomial probabilities from scipy.stats, and the moments of Kleinman (1973) in exact fractions.
"""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
import scipy
from scipy.stats import betabinom

OUT = Path(__file__).parents[1] / "quiet_silence.json"
rng = np.random.default_rng(3)
share = rng.beta(3, 2, 40)
invited = rng.integers(0, 7, (40, 8))
answered = rng.binomial(invited, share[:, None])
answered[:6, -2:] = 0
invited[6], answered[6] = 5, 0
before = [(int(n), int(x)) for n, x in zip(invited[:, :-2].sum(1), answered[:, :-2].sum(1), strict=True)]
rows = [(n, x) for n, x in before if n]
k, total = len(rows), sum(n for n, _ in rows)
p = Fraction(sum(x for _, x in rows), total)
spread = sum(n * (Fraction(x, n) - p) ** 2 for n, x in rows)
extra = total - Fraction(sum(n * n for n, _ in rows), total) - (k - 1)
r = (spread / (p * (1 - p)) - (k - 1)) / extra
a, b = float(p * (1 / r - 1)), float((1 - p) * (1 / r - 1))
chances = [
    float(betabinom.cdf(x, n, a + x0, b + n0 - x0))
    for n, x, (n0, x0) in zip(invited[:, -2:].sum(1), answered[:, -2:].sum(1), before, strict=True)
]
golden = {
    "source": "scipy.stats.betabinom; Kleinman (1973), JASA 68, in fractions",
    "call": "betabinom.cdf(x, n, a + x0, b + n0 - x0)",
    "versions": {"scipy": scipy.__version__, "numpy": np.__version__},
    "input": {"invited": invited.tolist(), "answered": answered.tolist()},
    "expected": {"a": a, "b": b, "probability": chances},
}
OUT.write_text(json.dumps(golden) + "\n", encoding="utf-8")
