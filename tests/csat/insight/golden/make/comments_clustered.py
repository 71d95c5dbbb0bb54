"""Makes comments_clustered.json: a difference between comments with and without a theme.

Run from the root, with any Python that has statsmodels:
python tests/csat/insight/golden/make/comments_clustered.py
"""

import json
from pathlib import Path

import numpy as np
import statsmodels
import statsmodels.api as sm

HERE = Path(__file__).parent.parent


def main() -> None:
    rng = np.random.default_rng(17)
    accounts = rng.integers(0, 25, 120)
    own = rng.normal(0, 8, 25)
    has = rng.random(120) < np.where(accounts % 3 == 0, 0.6, 0.2)
    scores = np.round(70 + own[accounts] - 6 * has + rng.normal(0, 12, 120), 1)
    # CR0 times G/(G-1), without the factor (n-1)/(n-k).
    fit = sm.OLS(scores, sm.add_constant(has.astype(float))).fit(
        cov_type="cluster", cov_kwds={"groups": accounts, "use_correction": False}
    )
    clusters = np.unique(accounts).size
    body = {
        "source": "statsmodels, simulated comments of 25 accounts",
        "call": "OLS(scores, [1, has]).fit(cov_type='cluster', cov_kwds={'groups': accounts, "
        "'use_correction': False}); variance times G/(G-1)",
        "versions": {"statsmodels": statsmodels.__version__},
        "input": {"accounts": accounts.tolist(), "has": has.tolist(), "scores": scores.tolist()},
        "expected": {
            "difference": float(fit.params[1]),
            "error": float(fit.bse[1] * np.sqrt(clusters / (clusters - 1))),
        },
    }
    (HERE / "comments_clustered.json").write_text(json.dumps(body) + "\n", encoding="utf-8")


main()
