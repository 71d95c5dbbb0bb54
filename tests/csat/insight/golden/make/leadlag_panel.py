"""Run: /opt/golden/bin/python tests/csat/insight/golden/make/leadlag_panel.py (statsmodels, linearmodels).

Pieces of the panel lead on one simulated panel, which is part of each golden file.
"""

import json
from importlib.metadata import version
from pathlib import Path

import numpy as np
import pandas as pd
from linearmodels.panel import PanelOLS
from statsmodels.tsa.ar_model import AutoReg, ar_select_order
from statsmodels.tsa.statespace.sarimax import SARIMAX

HERE = Path(__file__).parents[1]
random = np.random.default_rng(11)


def save(name: str, source: str, call: str, packages: tuple[str, ...], given: dict, expected: dict) -> None:
    versions = {package: version(package) for package in packages}
    golden = {"source": source, "call": call, "versions": versions, "input": given, "expected": expected}
    (HERE / f"{name}.json").write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")


def plain(values: np.ndarray) -> list:
    return [plain(v) if np.ndim(v) else (None if np.isnan(v) else float(v)) for v in values]


def course(n: int, months: int, persistence: float) -> np.ndarray:
    steps = random.normal(size=(n, months + 50))
    for t in range(1, months + 50):
        steps[:, t] += persistence * steps[:, t - 1]
    return steps[:, 50:]


def autoregression() -> None:
    series = random.normal(size=240)
    for t in range(2, 240):
        series[t] += 0.3 + 0.5 * series[t - 1] - 0.3 * series[t - 2]
    series = np.round(series, 6)
    chosen = ar_select_order(series, maxlag=4, ic="aic")
    fit = AutoReg(series, lags=chosen.ar_lags).fit()
    expected = {"order": len(chosen.ar_lags), "parameters": plain(fit.params), "residuals": plain(fit.resid)}
    call = "AutoReg(y, lags=ar_select_order(y, maxlag=4, ic='aic').ar_lags).fit()"
    save("leadlag_panel_ar", "statsmodels", call, ("statsmodels",), {"series": plain(series)}, expected)


def regression() -> None:
    n, months = 14, 30
    x = np.round(course(n, months, 0.7), 6)
    z = np.round(course(n, months, 0.4), 6)
    y = np.round(0.4 * x - 0.2 * z + course(n, months, 0.5) + random.normal(size=(n, 1)), 6)
    y[random.random(y.shape) < 0.15] = np.nan
    index = pd.MultiIndex.from_product([range(n), range(months)], names=["account", "month"])
    frame = pd.DataFrame({"y": y.ravel(), "x": x.ravel(), "z": z.ravel()}, index=index).dropna()
    expected = {}
    for name, has_trends in (("plain", False), ("trends", True)):
        columns = frame[["x", "z"]].copy()
        month = frame.index.get_level_values("month").to_numpy()
        account = frame.index.get_level_values("account").to_numpy()
        if has_trends:
            for i in range(1, n):
                columns[f"trend{i}"] = np.where(account == i, month - 15.0, 0.0)
        fit = PanelOLS(frame["y"], columns, entity_effects=True, time_effects=True).fit(
            cov_type="clustered",
            cluster_entity=True,
            group_debias=False,
            debiased=False,
            auto_df=False,
            count_effects=False,
        )
        expected[name] = {
            "coefficients": plain(fit.params[["x", "z"]].to_numpy()),
            "covariance": plain(fit.cov.loc[["x", "z"], ["x", "z"]].to_numpy()),
            "residuals": plain(fit.resids.to_numpy()),
        }
    call = "PanelOLS(y, [x, z, (trends)], entity_effects, time_effects).fit(clustered, no debiasing)"
    given = {"y": plain(y), "x": plain(x), "z": plain(z)}
    save(
        "leadlag_panel_regression", "linearmodels PanelOLS", call, ("linearmodels", "pandas"), given, expected
    )


def filtered() -> None:
    persistence, reliability = 0.85, 0.65
    readings = course(1, 40, 0.85)[0] * np.sqrt(1 - 0.85**2) * np.sqrt(reliability)
    readings = np.round(readings + np.sqrt(1 - reliability) * random.normal(size=40) + 0.4, 6)
    readings[random.random(40) < 0.4] = np.nan
    parameters = [persistence, 1 - reliability, reliability * (1 - persistence**2)]
    constant = np.ones(40)

    def run(level: float):
        model = SARIMAX(readings - level * constant, order=(1, 0, 0), measurement_error=True, trend="n")
        order = {"ar.L1": parameters[0], "var.measurement_error": parameters[1], "sigma2": parameters[2]}
        return model.smooth([order[name] for name in model.param_names])

    levels = [run(level).llf for level in (-1.0, 0.0, 1.0)]
    # The log likelihood is a parabola in the level: its top is the generalised least-squares estimate.
    level = 0.5 * (levels[2] - levels[0]) / (2 * levels[1] - levels[0] - levels[2])
    found = run(level)
    errors = found.standardized_forecasts_error[0]
    expected = {"surprises": plain(errors), "opinion": plain(found.smoothed_state[0]), "level": float(level)}
    call = "SARIMAX(y - level, order=(1, 0, 0), measurement_error=True).smooth(given parameters)"
    given = {"readings": plain(readings), "persistence": persistence, "reliability": reliability}
    save("leadlag_panel_filter", "statsmodels SARIMAX", call, ("statsmodels",), given, expected)


autoregression()
regression()
filtered()
