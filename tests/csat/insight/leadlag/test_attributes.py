"""Several attributes: only what stands after Holm's correction is told."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from csat.insight.leadlag.attributes import attribute_leads, holm
from tests.csat.insight.golden import load
from tests.studies.panel import MONTHLY, World, panel

STRONG = replace(MONTHLY, effect=0.12)


def test_adjusted_as_r_has_it() -> None:
    golden = load("leadlag_panel_holm")
    assert holm(p=golden["input"]["p"]) == pytest.approx(golden["expected"]["adjusted"])


@given(st.lists(st.floats(0, 1), min_size=1, max_size=12))
def test_adjusted_is_never_smaller_and_keeps_the_order(p: list[float]) -> None:
    adjusted = holm(p=p)
    assert all(0 <= raw <= raised <= 1 for raw, raised in zip(p, adjusted, strict=True))
    assert [adjusted[i] for i in np.argsort(p, kind="stable")] == sorted(adjusted)


def test_one_attribute_of_three_leads() -> None:
    heard, money = panel(STRONG, 1)
    told: list[float] = []
    attributes = {
        "delivery": heard,
        "documents": panel(World(), 3)[0],
        "claims": np.where(np.arange(38) < 2, heard, np.nan),
    }
    found = attribute_leads(
        attributes=attributes, revenue=money, seed=1, permutations=199, progress=told.append
    )
    assert [(a.name, a.verdict) for a in found.attributes] == [
        ("delivery", "leads"),
        ("documents", "none_yet"),
        ("claims", "too_little"),
    ]
    assert (found.verdict, found.tested, found.attributes[0].p) == ("leads", 2, 2 / 200)
    assert found.attributes[2].p is None
    assert told == sorted(told) and 0 < told[-1] <= 1


def test_a_lead_that_does_not_stand_is_not_told() -> None:
    heard, money = panel(STRONG, 1)
    many = {"delivery": heard} | {f"other {i}": panel(World(), i)[0] for i in range(9)}
    # 10 attributes and 99 exchanges: the smallest adjusted p is .1.
    found = attribute_leads(attributes=many, revenue=money, seed=1, permutations=99)
    assert found.attributes[0].lead.verdict == "leads" and found.attributes[0].verdict == "none_yet"


def test_segments_have_a_revenue_each() -> None:
    first, second = panel(STRONG, 1), panel(World(accounts=5), 2)
    attributes, revenue = {"north": first[0], "south": second[0]}, {"north": first[1], "south": second[1]}
    found = attribute_leads(attributes=attributes, revenue=revenue, seed=1, permutations=99)
    assert [a.verdict for a in found.attributes] == ["leads", "too_little"]
    with pytest.raises(ValueError, match="south"):
        attribute_leads(attributes=attributes, revenue={"north": first[1]}, seed=1, permutations=9)


def test_none_that_could_be_tested() -> None:
    heard, money = panel(World(accounts=5), 1)
    assert attribute_leads(attributes={"delivery": heard}, revenue=money, seed=1).verdict == "too_little"


def test_p_outside_of_0_to_1_is_refused() -> None:
    with pytest.raises(ValueError, match="between"):
        holm(p=[0.5, 1.2])
