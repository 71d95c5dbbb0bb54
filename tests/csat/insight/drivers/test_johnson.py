"""Johnson's weights against R's svd()."""

import numpy as np
import pytest

from csat.insight.drivers.johnson import johnson
from csat.insight.drivers.lmg import lmg
from tests.csat.insight import golden


def test_it_equals_rs_singular_values() -> None:
    known = golden.load("drivers_swiss")
    given = {key: known["input"][key] for key in ("correlations", "with_outcome")}
    found = johnson(**given)
    assert found.parts == pytest.approx(known["expected"]["johnson"], abs=1e-12)
    assert found.method == "johnson" and sum(found.parts) == pytest.approx(known["expected"]["r2"])


def test_it_is_near_lmg_but_not_the_same() -> None:
    known = golden.load("drivers_swiss")["input"]
    given = {key: known[key] for key in ("correlations", "with_outcome")}
    apart = np.subtract(lmg(**given).shares, johnson(**given).shares)
    assert 0.001 < np.abs(apart).max() < 0.05
