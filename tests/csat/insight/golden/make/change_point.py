"""Run: /opt/golden/bin/python tests/csat/insight/golden/make/change_point.py

The change point by brute force: the multivariate normal density of scipy, integrated numerically over the
size of the fall, for every wave; nothing of the closed form is used.
"""

import json
from pathlib import Path

import numpy as np
import scipy
from scipy.integrate import quad
from scipy.optimize import brentq
from scipy.stats import multivariate_normal, norm

OUT = Path(__file__).parents[1] / "change_point.json"
SIZE, SPREAD, HAZARD = 1.5, 0.75, 0.02


def covariance(waves, persons, c, settled):
    begin = waves.min() if settled is None else settled
    n = len(waves)
    v = np.zeros((n, n))
    for i in range(n):
        for j in range(n):
            if (waves[i] >= begin) == (waves[j] >= begin):
                v[i, j] += c["account"] ** 2
            if persons[i] == persons[j]:
                v[i, j] += c["person"] ** 2
            v[i, j] += c["wander"] ** 2 * max(min(waves[i], waves[j]) - begin, 0)
            if i == j:
                v[i, j] += c["residual"] ** 2
    return v, begin


def brute(waves, persons, points, c, settled=None):
    waves, persons, y = np.array(waves), np.array(persons), np.array(points, float)
    v, begin = covariance(waves, persons, c, settled)
    density = multivariate_normal(np.full(len(y), c["mean"]), v)
    size, spread = SIZE * c["point"], SPREAD * c["point"]
    cut = norm.sf(0, size, spread)
    known = [int(w) for w in np.unique(waves)]
    base = density.logpdf(y)

    def joint(fall, wave):
        return np.exp(density.logpdf(y + fall * (waves >= wave)) - base) * norm.pdf(fall, size, spread) / cut

    top = size + 10 * spread
    options = {"epsabs": 1e-12, "epsrel": 1e-11, "limit": 400, "points": [size / 2, size]}
    last, evidence = begin, {}
    for wave in known:
        if wave <= begin:
            continue
        prior = (1 - HAZARD) ** (last - begin) * (1 - (1 - HAZARD) ** (wave - last))
        evidence[wave] = prior * quad(joint, 0, top, args=(wave,), **options)[0]
        last = wave
    stay = (1 - HAZARD) ** (known[-1] - begin)
    total = sum(evidence.values())
    share = {w: e / total for w, e in evidence.items()}
    priors = {}
    last = begin
    for wave in evidence:
        priors[wave] = (1 - HAZARD) ** (last - begin) * (1 - (1 - HAZARD) ** (wave - last))
        last = wave

    def mixture(fall):
        return sum(priors[w] * joint(fall, w) for w in evidence) / total

    def below(fall):
        return quad(mixture, 0, fall, epsabs=1e-11, epsrel=1e-10, limit=400)[0]

    return {
        "probability": total / (stay + total),
        "by_wave": [[w, e / (stay + total)] for w, e in evidence.items()],
        "since": max(share, key=share.get),
        "size": quad(lambda d: d * mixture(d), 0, top, **options)[0],
        "size_low": brentq(lambda d: below(d) - 0.05, 1e-9, top, xtol=1e-10),
        "size_high": brentq(lambda d: below(d) - 0.95, 1e-9, top, xtol=1e-10),
        "log_likelihood": base + np.log(stay + total),
    }


def cases():
    rng = np.random.default_rng(20)
    plain = {"mean": 7.5, "account": 1.0, "person": 1.0, "residual": 0.9, "wander": 0.0, "point": 1.0}
    yield "one person, clear fall", plain, [0, 1, 2, 3, 4, 5], [1] * 6, [8, 9, 8, 8, 6, 5], None
    yield "two waves", plain, [0, 4], [1, 1], [9, 7], None
    waves = np.repeat([0, 1, 2, 5, 6, 9], 3)
    persons = rng.integers(0, 5, waves.size)
    points = np.clip(np.round(rng.normal(7.5, 1.6, waves.size)), 1, 10)
    yield "irregular, no fall", plain, waves, persons, points, None
    yield "irregular, fall", plain, waves, persons, np.clip(points - 2 * (waves >= 5), 1, 10), None
    percent = {k: v * 100 / 9 for k, v in plain.items()} | {"mean": 70.0, "wander": 2.0}
    yield "of 100, wandering", percent, waves, persons, (points - 1) * 100 / 9, None
    yield "settled at 2", plain | {"wander": 0.1}, waves, persons, points - 1.5 * (waves >= 6), 2
    fresh = np.arange(waves.size)
    yield "new people every wave", plain, waves, fresh, np.clip(points - 2 * (waves >= 6), 1, 10), None


found = []
for name, c, waves, persons, points, settled in cases():
    given = {
        "waves": [int(w) for w in waves],
        "persons": [int(p) for p in persons],
        "points": [float(p) for p in points],
    }
    found.append(
        {
            "name": name,
            "components": c,
            "settled": settled,
            **given,
            "expected": brute(**given, c=c, settled=settled),
        }
    )
golden = {
    "source": "numerical integration over the fall of the multivariate normal density",
    "call": "quad(multivariate_normal(mean, V).logpdf(y + fall * (wave >= c)) ...), make/change_point.py",
    "versions": {"scipy": scipy.__version__, "numpy": np.__version__},
    "input": [{k: v for k, v in case.items() if k != "expected"} for case in found],
    "expected": [case["expected"] for case in found],
}
OUT.write_text(json.dumps(golden, indent=1) + "\n", encoding="utf-8")
