"""Run: /opt/golden/bin/python tests/csat/insight/golden/make/change_alarm.py

The alarm level by the long way round: every history is looked at wave by wave, every fall is integrated over
by quadrature of normal densities, and the level is read off the sorted highest probabilities.
"""

import json
from itertools import pairwise
from pathlib import Path

import numpy as np
import scipy
from scipy.stats import norm

OUT = Path(__file__).parents[1] / "change_alarm.json"
MEAN, ACCOUNT, PERSON, RESIDUAL = 7.5, 1.0, 1.0, 0.9
SIZE, SPREAD, HAZARD, RATE, HISTORIES = 1.5, 0.75, 0.02, 0.05, 1500
PATTERNS = [
    (np.repeat(np.arange(10), 2), np.tile([0, 1], 10)),
    (np.repeat(np.arange(10), 2), np.array([0, 1, 0, 2, 1, 2, 0, 1, 3, 1, 3, 0, 4, 1, 4, 3, 0, 1, 4, 5])),
    (np.array([0, 1, 3, 3, 4, 7, 8, 8, 9]), np.array([0, 0, 0, 1, 1, 0, 1, 2, 2])),
]
rng = np.random.default_rng(2)
nodes, weights = np.polynomial.legendre.leggauss(40)
falls = (nodes + 1) * 3.0
prior = weights * 3.0 * norm.pdf(falls, SIZE, SPREAD) / norm.sf(0, SIZE, SPREAD)


def log_density(y, inverse):
    return -0.5 * np.einsum("ij,jk,ik->i", y, inverse, y)


def probability(y, waves, persons, upto):
    seen = waves <= upto
    y, waves, persons = y[:, seen], waves[seen], persons[seen]
    v = ACCOUNT**2 + PERSON**2 * (persons[:, None] == persons[None, :]) + RESIDUAL**2 * np.eye(len(waves))
    inverse = np.linalg.inv(v)
    base = log_density(y - MEAN, inverse)
    known, odds = np.unique(waves), 0.0
    for last, wave in pairwise(known):
        chance = (1 - HAZARD) ** (last - known[0]) * (1 - (1 - HAZARD) ** (wave - last))
        for fall, weight in zip(falls, prior, strict=True):
            odds = odds + chance * weight * np.exp(
                log_density(y - MEAN + fall * (waves >= wave), inverse) - base
            )
    return odds / (odds + (1 - HAZARD) ** (upto - known[0]))


paths, years = [], []
for waves, persons in PATTERNS:
    known = np.unique(waves)
    level = MEAN + ACCOUNT * rng.normal(size=(HISTORIES, 1))
    people = PERSON * rng.normal(size=(HISTORIES, persons.max() + 1))
    y = level + people[:, persons] + RESIDUAL * rng.normal(size=(HISTORIES, len(waves)))
    y = np.clip(np.round(y), 1, 10)
    looks = np.stack([np.zeros(HISTORIES)] + [probability(y, waves, persons, w) for w in known[1:]], axis=1)
    paths += list(looks)
    years += [(known - known[0]) / 4.0] * HISTORIES


def rate_at(level, chosen):
    alarms, watched = 0, 0.0
    for i in chosen:
        over = np.flatnonzero(paths[i] > level)
        alarms += over.size > 0
        watched += years[i][over[0]] if over.size else years[i][-1]
    return alarms / watched


def level_of(chosen):
    low, high = 0.0, 1.0
    for _ in range(20):
        middle = (low + high) / 2
        low, high = (middle, high) if rate_at(middle, chosen) > RATE else (low, middle)
    return high


everyone = np.arange(len(paths))
draws = [level_of(rng.choice(everyone, everyone.size)) for _ in range(30)]
golden = {
    "source": "simulation of 4,500 stable histories, probabilities by 40-node quadrature, no closed form",
    "call": "make/change_alarm.py: the level with 0.05 first alarms a year",
    "versions": {"numpy": np.__version__, "scipy": scipy.__version__},
    "input": {
        "components": {
            "mean": MEAN,
            "account": ACCOUNT,
            "person": PERSON,
            "residual": RESIDUAL,
            "point": 1.0,
        },
        "patterns": [[w.tolist(), p.tolist()] for w, p in PATTERNS],
        "rate": RATE,
    },
    "expected": {"level": level_of(everyone), "error": float(np.std(draws))},
}
OUT.write_text(json.dumps(golden) + "\n", encoding="utf-8")
