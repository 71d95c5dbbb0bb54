"""Makes explaining_differences_linearmodels.json: PanelOLS of linearmodels on the panel with gaps.

Run from the root of the repository, with linearmodels:
    python tests/csat/insight/golden/make/explaining_panel.py
"""

import json
from pathlib import Path

import linearmodels
import numpy as np
import pandas as pd
from linearmodels.panel import PanelOLS

folder = Path("tests/csat/insight/golden")
given = json.loads((folder / "explaining_differences_gaps.json").read_text())["input"]
outcome = np.array(given["outcome"], dtype=float)
accounts, months = np.indices(outcome.shape)
effect = (np.array(given["treated"])[accounts] & (months >= given["start"])).astype(float)
frame = pd.DataFrame(
    {"account": accounts.ravel(), "month": months.ravel(), "y": outcome.ravel(), "effect": effect.ravel()}
)
frame = frame.dropna().set_index(["account", "month"])
fit = PanelOLS(frame["y"], frame[["effect"]], entity_effects=True, time_effects=True).fit()
golden = {
    "source": "linearmodels' PanelOLS on the input of explaining_differences_gaps",
    "call": "PanelOLS(y, effect, entity_effects=True, time_effects=True).fit().params",
    "versions": {"linearmodels": linearmodels.__version__},
    "input": given,
    "expected": {"estimate": float(fit.params["effect"])},
}
(folder / "explaining_differences_linearmodels.json").write_text(json.dumps(golden) + "\n")
