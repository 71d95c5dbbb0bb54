"""Makes drivers_pingouin.json and drivers_within.json: pingouin's importance, statsmodels' clustered OLS.

Run from the root of the repository, after drivers.R: python tests/csat/insight/golden/make/drivers_python.py
"""

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pingouin
import statsmodels
import statsmodels.api as sm

FOLDER = Path("tests/csat/insight/golden")
VERSIONS = {
    "numpy": np.__version__,
    "pandas": pd.__version__,
    "pingouin": pingouin.__version__,
    "statsmodels": statsmodels.__version__,
}


def save(name: str, **golden: object) -> None:
    (FOLDER / f"{name}.json").write_text(json.dumps({**golden, "versions": VERSIONS}, indent=1))


rng = np.random.default_rng(12)
halo = rng.normal(size=(140, 1))
attributes = np.clip(np.round(7 + halo + rng.normal(size=(140, 7))), 1, 10)
overall = np.round(attributes @ [0.4, 0.3, 0.2, 0.1, 0.0, 0.0, 0.0] + rng.normal(size=140), 2)
table = pingouin.linear_regression(pd.DataFrame(attributes), overall, relimp=True)
save(
    "drivers_pingouin",
    source="pingouin",
    call="pingouin.linear_regression(X, y, relimp=True)",
    input={"attributes": attributes.tolist(), "overall": overall.tolist()},
    expected={
        "lmg": table["relimp"][1:].tolist(),
        "percent": table["relimp_perc"][1:].tolist(),
        "r2": table["r2"][0],
    },
)

# Changes from wave to wave of 25 accounts, one slope, clustered by account.
rows = []
for account in range(25):
    level = rng.normal(7, 1)
    for wave in range(4):
        if rng.random() < 0.85:
            shift = rng.normal(0, 0.7)
            for _ in range(rng.integers(1, 4)):
                x = level + shift + rng.normal(0, 0.8, 3)
                rows.append((account, wave, *x, 0.6 * x[0] + 0.3 * x[1] + rng.normal(0, 1)))
frame = pd.DataFrame(rows, columns=["account", "wave", "a", "b", "c", "overall"])
weights = [0.6, 0.3, 0.1]
frame["index"] = frame[["a", "b", "c"]] @ weights
means = frame.groupby(["account", "wave"], as_index=False)[["index", "overall"]].mean()
changes = means.groupby("account")[["index", "overall"]].diff().assign(account=means["account"]).dropna()
fit = sm.OLS(changes["overall"], sm.add_constant(changes["index"])).fit(
    cov_type="cluster", cov_kwds={"groups": changes["account"], "df_correction": True}, use_t=True
)
low, high = fit.conf_int().loc["index"]
save(
    "drivers_within",
    source="statsmodels",
    call='OLS(d_overall, [1, d_index]).fit(cov_type="cluster", cov_kwds={"groups": account}, use_t=True)',
    input={
        **{c: frame[c].tolist() for c in ["account", "wave", "a", "b", "c", "overall"]},
        "weights": weights,
    },
    expected={
        "slope": fit.params["index"],
        "low": low,
        "high": high,
        "changes": len(changes),
        "accounts": int(changes["account"].nunique()),
    },
)
