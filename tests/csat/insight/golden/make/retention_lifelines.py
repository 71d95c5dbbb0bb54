"""Makes retention_lifelines.json and retention_brier.json.

Run from the root: /opt/golden/bin/python tests/csat/insight/golden/make/retention_lifelines.py, with any
Python that has lifelines and scikit-learn.
"""

import json
from pathlib import Path

import lifelines
import numpy as np
import sklearn
from lifelines.datasets import load_waltons
from sklearn.metrics import brier_score_loss

HERE = Path(__file__).parent.parent


def main() -> None:
    mice = load_waltons()
    starts = np.where(np.arange(len(mice)) % 3 == 0, np.minimum(mice["T"] - 1, 20), 0).astype(float)
    fit = lifelines.KaplanMeierFitter().fit(mice["T"], mice["E"], entry=starts)
    band = fit.confidence_interval_
    # Only times at which somebody died and somebody was left (at 0 conventions about the interval differ).
    times = [
        t for t in sorted(set(mice["T"][mice["E"] == 1])) if fit.survival_function_.loc[t].iloc[0] > 1e-9
    ]
    write(
        "lifelines",
        "lifelines, data set waltons with every third mouse entering at 20",
        "KaplanMeierFitter().fit(T, E, entry=starts)",
        {"lifelines": lifelines.__version__},
        {
            "starts": starts.tolist(),
            "ends": mice["T"].astype(float).tolist(),
            "is_event": mice["E"].astype(int).tolist(),
        },
        {
            "time": [float(t) for t in times],
            "survival": [float(fit.survival_function_.loc[t].iloc[0]) for t in times],
            "low": [float(band.loc[t].iloc[0]) for t in times],
            "high": [float(band.loc[t].iloc[1]) for t in times],
        },
    )
    rng = np.random.default_rng(5)
    chance = rng.uniform(0, 0.4, 60)
    lost = (rng.random(60) < chance).astype(int)
    write(
        "brier",
        "scikit-learn",
        "brier_score_loss(is_lost, chances)",
        {"scikit-learn": sklearn.__version__},
        {"chances": chance.tolist(), "is_lost": lost.tolist()},
        {
            "brier": float(brier_score_loss(lost, chance)),
            "base_brier": float(brier_score_loss(lost, np.full(60, chance.mean()))),
        },
    )


def write(name: str, source: str, call: str, versions: dict, given: dict, expected: dict) -> None:
    body = {"source": source, "call": call, "versions": versions, "input": given, "expected": expected}
    (HERE / f"retention_{name}.json").write_text(json.dumps(body) + "\n", encoding="utf-8")


main()
