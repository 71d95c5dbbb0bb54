"""Makes intervals_shares.json and intervals_nps.json: statsmodels, and answers listed one by one.

Run from the root of the repository: python tests/csat/insight/golden/make/intervals_shares.py
"""

import json
from math import sqrt
from pathlib import Path

import numpy as np
import scipy
import statsmodels
from scipy.stats import norm
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

FOLDER = Path("tests/csat/insight/golden")
VERSIONS = {"numpy": np.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__}


def save(name: str, **golden: object) -> None:
    (FOLDER / f"{name}.json").write_text(json.dumps({**golden, "versions": VERSIONS}, indent=1))


singles = [(0, 5), (1, 5), (5, 5), (7, 11), (15, 148), (81, 263), (500, 1000), (999, 1000)]
pairs = [(56, 70, 48, 80), (9, 10, 3, 10), (10, 10, 0, 20), (0, 10, 0, 10), (120, 300, 150, 300)]
save(
    "intervals_shares",
    source="statsmodels",
    call='proportion_confint(x, n, method="wilson"); '
    'confint_proportions_2indep(x1, n1, x2, n2, compare="diff", method="newcomb")',
    input={"singles": singles, "pairs": pairs},
    expected={
        "singles": [[float(v) for v in proportion_confint(x, n, method="wilson")] for x, n in singles],
        "pairs": [
            [float(v) for v in confint_proportions_2indep(*pair, compare="diff", method="newcomb")]
            for pair in pairs
        ],
    },
)

# The adjusted Wald interval out of a list of answers: mean and variance of the numbers themselves.
counts = [(3, 0, 0), (10, 5, 5), (50, 30, 20), (0, 40, 0), (200, 100, 100), (1, 0, 9)]


def by_answers(up: int, middle: int, down: int) -> list[float]:
    values = np.repeat(
        [100.0, 0.0, -100.0], [4 * up + 3, 4 * middle + 6, 4 * down + 3]
    )  # quarters of answers
    n = len(values) / 4
    reach = norm.ppf(0.975) * values.std() / sqrt(n)
    return [float(values.mean() - reach), float(values.mean() + reach)]


save(
    "intervals_nps",
    source="mean and standard deviation of the answers listed one by one, 3 more added as 1:2:1 "
    "(Rocks 2016, adjusted Wald (3, T)); not cut to the scale",
    call="np.repeat([100, 0, -100], counts).std() / sqrt(n)",
    input={"counts": counts},
    expected={"limits": [by_answers(*one) for one in counts]},
)
