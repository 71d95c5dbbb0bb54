"""Run: /opt/golden/bin/python tests/csat/insight/golden/make/quiet_decline.py

Slopes by statsmodels' GLS with the covariance given, year-on-year ratios by svyratio of R's survey.
"""

import json
import subprocess
from pathlib import Path

import numpy as np
import statsmodels
import statsmodels.api as sm

OUT = Path(__file__).parents[1] / "quiet_decline.json"
R = """
library(survey)
now <- c(%s); before <- c(%s)
found <- svyratio(~now, ~before, svydesign(id = ~1, weights = rep(1, 6), data = data.frame(now, before)))
ratio <- as.numeric(coef(found)); error <- as.numeric(SE(found))
cat(format(c(ratio, exp(log(ratio) + qt(0.1, 5) * error / ratio) - 1), digits = 15))
"""
rng = np.random.default_rng(5)


def slope(person, residual, wander, falling):
    waves = np.repeat([0, 1, 2, 4, 5, 6], [3, 2, 3, 3, 2, 3])
    persons = rng.integers(0, 5, waves.size)
    points = np.round(70 - falling * waves + rng.normal(0, 12, waves.size), 2)
    v = person**2 * (persons[:, None] == persons[None, :]) + residual**2 * np.eye(waves.size)
    v = v + wander**2 * np.minimum.outer(waves, waves)
    fit = sm.GLS(points, sm.add_constant(waves.astype(float)), sigma=v).fit()
    error = float(np.sqrt(np.asarray(fit.normalized_cov_params)[1, 1]))
    given = {"waves": waves.tolist(), "persons": persons.tolist(), "points": points.tolist()}
    return {**given, "person": person, "residual": residual, "wander": wander}, {
        "slope": float(fit.params[1]),
        "error": error,
    }


def ratio(now, before):
    script = R % (", ".join(map(str, now)), ", ".join(map(str, before)))
    out = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True, check=True).stdout
    found, low = map(float, out.split())
    return {"now": now, "before": before}, {"change": found - 1, "low": low}


slopes = [slope(11.0, 10.0, 0.0, 0.0), slope(11.0, 10.0, 0.0, 3.0), slope(8.0, 12.0, 2.0, 2.0)]
ratios = [
    ratio([100, 104, 98, 101, 97, 103], [99, 101, 100, 98, 102, 100]),
    ratio([50, 0, 210, -10, 80, 90], [120, 60, 100, 40, 0, 130]),
]
version = subprocess.run(
    ["Rscript", "-e", "cat(as.character(packageVersion('survey')))"], capture_output=True, text=True
)
golden = {
    "source": "statsmodels GLS with sigma given; R survey svyratio, log scale, t with 5 df",
    "call": "sm.GLS(y, [1, wave], sigma=V).fit(); svyratio(~now, ~before, svydesign(id = ~1))",
    "versions": {"statsmodels": statsmodels.__version__, "survey": version.stdout.strip()},
    "input": {"slopes": [s[0] for s in slopes], "ratios": [r[0] for r in ratios]},
    "expected": {"slopes": [s[1] for s in slopes], "ratios": [r[1] for r in ratios]},
}
OUT.write_text(json.dumps(golden) + "\n", encoding="utf-8")
