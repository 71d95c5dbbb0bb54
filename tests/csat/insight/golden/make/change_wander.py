"""Run: /opt/golden/bin/python tests/csat/insight/golden/make/change_wander.py

How far accounts wander, by the Kalman filter of statsmodels: one person an account, a local level with a
known start, the sum of the accounts' likelihoods maximised over the wander; the answers are in the file.
"""

import json
from pathlib import Path

import numpy as np
import statsmodels
from scipy.optimize import minimize_scalar
from statsmodels.tsa.statespace.structural import UnobservedComponents

OUT = Path(__file__).parents[1] / "change_wander.json"
MEAN, ACCOUNT, PERSON, RESIDUAL, WANDER = 7.5, 1.0, 1.0, 0.9, 0.2
ACCOUNTS, WAVES = 60, 16
rng = np.random.default_rng(11)
start = rng.normal(MEAN, np.hypot(ACCOUNT, PERSON), (ACCOUNTS, 1))
moves = np.concatenate([np.zeros((ACCOUNTS, 1)), rng.normal(0, WANDER, (ACCOUNTS, WAVES - 1))], axis=1)
answers = np.round(start + np.cumsum(moves, axis=1) + rng.normal(0, RESIDUAL, (ACCOUNTS, WAVES)), 3)


def likelihood(row, wander):
    model = UnobservedComponents(row, "llevel")
    model.ssm.initialize_known(np.array([MEAN]), np.array([[ACCOUNT**2 + PERSON**2]]))
    model.loglikelihood_burn = 0
    return model.loglike([RESIDUAL**2, max(wander, 1e-9) ** 2])


def total(wander):
    return sum(likelihood(row, wander) for row in answers)


best = minimize_scalar(lambda w: -total(w), bounds=(0.01, 0.5), method="bounded", options={"xatol": 1e-6})
golden = {
    "source": "Kalman filter of statsmodels, UnobservedComponents('llevel') with a known start",
    "call": "minimize_scalar(-sum(loglike([residual^2, wander^2])))",
    "versions": {"statsmodels": statsmodels.__version__, "numpy": np.__version__},
    "input": {
        "components": {
            "mean": MEAN,
            "account": ACCOUNT,
            "person": PERSON,
            "residual": RESIDUAL,
            "point": 1.0,
        },
        "answers": answers.tolist(),
    },
    "expected": {
        "wander": float(best.x),
        "log_likelihood": [[w, total(w), likelihood(answers[0], w)] for w in (0.0, 0.1, 0.2, 0.3)],
    },
}
OUT.write_text(json.dumps(golden) + "\n", encoding="utf-8")
